"""The one way in which the workplan folder is changed: judged whole, kept as a version, put in place at once."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from master import Master
from master.errors import MasterError, StaleDecisionError
from master.workplan_store import VersionWriter, WorkplanVersion
from schemas.plan_files import WorkplanError, plan_of
from schemas.plan_folder import FILES, digest, put_files, read_files

OUTSIDE = "在页面之外改动"
FOUND = "首次修改前的内容"
_MOST_BYTES = 20 * 1024 * 1024


def change(
    master: Master,
    folder: Path,
    files: Mapping[str, bytes],
    *,
    seen: str,
    by: str,
    reason: str,
    at: dt.datetime,
) -> WorkplanVersion:
    """Make ``files`` the folder's, as a new version; all or nothing.

    ``seen`` is the digest of the folder the decision was made on. StaleDecisionError when it has changed since,
    WorkplanError when the files are no plan, MasterError when they cannot be put in place.
    """
    plan = plan_of(files)
    if not reason.strip():
        raise MasterError("请写明为什么改，以后查得到。")
    with master.workplans.adding() as versions:
        # Whoever changes the folder through this page holds the same lock: what is read here stays until the end.
        now = read_files(folder)
        if digest(now) != seen:
            raise StaleDecisionError(_who_was_it(versions, digest(now)))
        if digest(files) == seen:
            raise MasterError("没有改动，不用保存。")
        _keep_what_stands(versions, now, at)
        version = versions.add(files, plan.year, by=by, reason=reason.strip(), at=at)
        _put(folder, files)
    return version


def copy_plan(source: Path, target: Path) -> None:
    """Give a database a workplan folder of its own, as a copy. MasterError when it cannot be written."""
    if (target / "plan.toml").exists():
        return
    _put(target, read_files(source))


def changed_outside(master: Master, files: Mapping[str, bytes]) -> WorkplanVersion | None:
    """The newest version, when the folder is no longer what it says; None when all is as kept or nothing is."""
    newest = next(iter(master.workplans.list()), None)
    return newest if newest is not None and newest.digest != digest(files) else None


def uploaded_files(uploads: Iterable[tuple[str, bytes]], now: Mapping[str, bytes]) -> dict[str, bytes]:
    """The folder as it would be with uploaded files: a .zip is a whole folder, a single file replaces its like.

    MasterError with a sentence for a file that is none of a workplan folder's.
    """
    files = dict(now)
    for name, content in uploads:
        base = _base_name(name)
        if base.lower().endswith(".zip"):
            files = _unzipped(base, content)
        elif base in FILES:
            files[base] = content
        else:
            raise MasterError(f"“{base}”不是要点数据的文件。可以上传的有：{'、'.join(FILES)}，或它们的.zip。")
    return files


def _unzipped(name: str, content: bytes) -> dict[str, bytes]:
    """The files of a folder's .zip, wherever in it they lie; names are data, nothing is written anywhere."""
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if _base_name(entry.filename) in FILES]
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise MasterError(f"“{name}”里的文件过大，不像要点数据，没有读取。")
            for entry in entries:
                if _base_name(entry.filename) in files:
                    raise MasterError(f"“{name}”里有不止一个 {_base_name(entry.filename)}，请只放一套文件。")
                files[_base_name(entry.filename)] = archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise MasterError(f"“{name}”打不开：不是完好的.zip，或加了密码。") from error
    if not files:
        raise MasterError(f"“{name}”里没有要点数据的文件。应有：{'、'.join(FILES)}。")
    return files


def _base_name(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _keep_what_stands(versions: VersionWriter, now: Mapping[str, bytes], at: dt.datetime) -> None:
    newest = versions.newest()
    if newest is not None and newest.digest == digest(now):
        return
    try:
        year = plan_of(now).year
    except WorkplanError:
        # A folder that somebody broke by hand is kept as it was found.
        year = newest.year if newest else 0
    versions.add(now, year, by="", reason=OUTSIDE if newest else FOUND, at=at)


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        put_files(folder, files)
    except OSError as error:
        raise MasterError(
            f"要点数据没有写进 {folder}（{error.strerror or error}），原来的文件没有变。"
            "请检查磁盘空间、写权限，或是否有人正用 Excel 打开着其中的文件。"
        ) from error


def _who_was_it(versions: VersionWriter, found: str) -> str:
    newest = versions.newest()
    if newest is not None and newest.digest == found:
        who = f"{newest.by}刚在 {newest.at:%H:%M} 保存了第 {newest.number} 版（{newest.reason}）"
    else:
        who = "文件夹刚在页面之外被改动"
    return f"{who}，您的改动还没有保存。您填的都还在，下面已按最新内容重新比较，请核对后再保存。"
