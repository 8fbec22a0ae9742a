"""The rules, in files by what they look at. Importing this package fills the catalogue."""

from schemas.rules import cells, claims, deadlines, form, identity

__all__ = ["cells", "claims", "deadlines", "form", "identity"]
