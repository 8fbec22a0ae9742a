"""Fictional but realistic ledgers, made by code, with the findings each must give."""
