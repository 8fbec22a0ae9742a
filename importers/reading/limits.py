"""How much a file may ask of the reader before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds of one file. A real ledger is 20 KB; each bound leaves it far behind.

    Times and the memory of the whole process are bounded from outside, see importers.isolation.
    """

    upload_bytes: int = 30 * MEGABYTE
    """A ledger with pasted photographs; more is a mistaken attachment. Also each file in a .zip."""
    zip_bytes: int = 50 * MEGABYTE
    """A .zip of ledgers as a whole: a county's are a few megabytes. .streamlit/config.toml and docs/deploy say it
    once more, as neither can read it here."""
    inflated_bytes: int = 400 * MEGABYTE
    """XML of 200,000 rows of 20 columns; what all parts of a zip may become together."""
    ratio: int = 400
    """Repetitive sheet XML shrinks 20 to 100 times, a bomb 1,000 times."""
    parts: int = 5_000
    """Each picture is a part; 5,000 pictures are no ledger."""
    sheets: int = 256
    """A year of daily sheets is refused, twelve months of weekly ones are not."""
    rows: int = 200_000
    """A province's collected ledger; beyond lies a stray cell at the end of the sheet."""
    columns: int = 702
    """To column ZZ, the last of two letters; beyond lies a stray cell."""
    cells: int = 8_000_000
    """Cells of all sheets as rectangles, blanks included: the reader needs some 40 bytes for each."""
    archive_files: int = 2_000
    """Files in one .zip of ledgers."""
    archive_bytes: int = 200 * MEGABYTE
    """What the ledgers of one .zip may become together: they are all held in memory, on the server too."""

    @property
    def upload_megabytes(self) -> int:
        """``upload_bytes`` as people are told."""
        return self.upload_bytes // MEGABYTE

    @property
    def zip_megabytes(self) -> int:
        """``zip_bytes`` as people are told."""
        return self.zip_bytes // MEGABYTE


LIMITS = ReadLimits()
