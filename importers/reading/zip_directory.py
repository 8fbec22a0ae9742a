"""The directory of a zip, read once though two ask for it: what the file is, and whether it is safe."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache


@lru_cache(maxsize=2)
def zip_entries(content: bytes) -> tuple[zipfile.ZipInfo, ...]:
    """The entries as the directory lists them. Raises a dozen types over hostile directories.

    Remembered for the files just being read, one for each reader thread; nobody changes an entry.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return tuple(archive.infolist())
