"""The backup as a file: a .zip that holds the database, the workplan folder, and a manifest that says what must be in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from master.errors import MasterError

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
WORKPLAN = "workplan/"
_CHUNK = 1 << 20


class BackupRefusal(MasterError):
    """A backup or restore that is refused: nothing was changed."""


@dataclass(frozen=True)
class BackupManifest:
    """What a backup says of itself. ``rows`` are counted in the database of the backup, ``files`` are SHA-256 by name.

    ``packaged``: the workplan is the one that comes with the program; then it is restored only where the program
    has another one by now.
    """

    made_at: str
    schema: str
    dialect: str
    rows: Mapping[str, int]
    files: Mapping[str, str]
    packaged: bool
    workplan: str
    format: int = field(default=FORMAT)

    @property
    def when(self) -> dt.datetime:
        """When the backup was made."""
        return dt.datetime.fromisoformat(self.made_at)


def write_file(
    path: Path, database: Path, workplan: Mapping[str, bytes], told: Mapping[str, Any]
) -> BackupManifest:
    """Write the archive; the manifest with the digests of what went into it."""
    digests: dict[str, str] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        digests[DATABASE] = _add(archive, database)
        for name, content in sorted(workplan.items()):
            archive.writestr(WORKPLAN + name, content)
            digests[WORKPLAN + name] = hashlib.sha256(content).hexdigest()
        manifest = BackupManifest(files=digests, **told)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=2))
    return manifest


def read_manifest(path: Path) -> BackupManifest:
    """What a backup says of itself; BackupRefusal for a file that is none, or of a newer program."""
    try:
        with zipfile.ZipFile(path) as archive:
            said = json.loads(archive.read(MANIFEST))
        if said.get("format") != FORMAT:
            raise BackupRefusal(f"“{path.name}”由更新版本的系统备份，本版本不认识。请升级系统后再恢复。")
        return BackupManifest(**said)
    except OSError as error:
        raise BackupRefusal(f"备份文件打不开：{path}（{error.strerror or error}）。") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise BackupRefusal(f"“{path.name}”不是本系统的备份，或者已经损坏。") from error


def take_out(path: Path, manifest: BackupManifest, database: Path) -> dict[str, bytes]:
    """Write the backup's database to a new file; the workplan's files. BackupRefusal when anything is not as it was."""
    workplan: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            if set(archive.namelist()) != {MANIFEST, *manifest.files}:
                raise BackupRefusal(f"“{path.name}”里的文件与清单不符，可能被改动过，没有恢复。")
            for name, digest in manifest.files.items():
                if name == DATABASE:
                    found = _extract(archive, database)
                else:
                    content = archive.read(name)
                    workplan[name.removeprefix(WORKPLAN)] = content
                    found = hashlib.sha256(content).hexdigest()
                if found != digest:
                    raise BackupRefusal(f"“{path.name}”里的{name}与清单不符，可能损坏或被改动过，没有恢复。")
    except (zipfile.BadZipFile, EOFError) as error:
        raise BackupRefusal(f"“{path.name}”已经损坏，没有恢复。") from error
    return workplan


def _add(archive: zipfile.ZipFile, path: Path) -> str:
    told = hashlib.sha256()
    with path.open("rb") as stream, archive.open(DATABASE, "w", force_zip64=True) as entry:
        while chunk := stream.read(_CHUNK):
            told.update(chunk)
            entry.write(chunk)
    return told.hexdigest()


def _extract(archive: zipfile.ZipFile, target: Path) -> str:
    told = hashlib.sha256()
    with archive.open(DATABASE) as entry, target.open("xb") as stream:
        while chunk := entry.read(_CHUNK):
            told.update(chunk)
            stream.write(chunk)
    return told.hexdigest()
