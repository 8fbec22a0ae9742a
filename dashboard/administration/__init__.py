"""Pieces of the pages 账号 and 日志."""
