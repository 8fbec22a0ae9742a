"""Formats that only an office program writes truly: LibreOffice makes them once, the result is kept."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_PROGRAMS = ("soffice", "libreoffice")
_FILTERS = {"xls": "xls:MS Excel 97", "ods": "ods:calc8"}


def can_convert() -> bool:
    """Whether LibreOffice is on this computer."""
    return any(shutil.which(name) for name in _PROGRAMS)


def converted(content: bytes, suffix: str) -> bytes:
    """An .xlsx as .xls or .ods. Raises FileNotFoundError where LibreOffice is not installed."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise FileNotFoundError("LibreOffice")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "ledger.xlsx")
        source.write_bytes(content)
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            _FILTERS[suffix],
            "--outdir",
            folder,
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return source.with_suffix(f".{suffix}").read_bytes()
