"""From the bytes of a file to a Workbook: the only package that opens spreadsheets."""

from importers.reading.archives import expand, is_archive
from importers.reading.comments import read_comments
from importers.reading.limits import LIMITS, ReadLimits
from importers.reading.reader import read_workbook

__all__ = ["LIMITS", "ReadLimits", "expand", "is_archive", "read_comments", "read_workbook"]
