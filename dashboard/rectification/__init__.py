"""Pieces of 整改: the board of 督查问题, one problem with its history, what may be done with it, its files."""
