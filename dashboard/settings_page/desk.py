"""What lies on the desk of 设置: the folder as it stands now, and what this person has typed and not yet saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard import data
from dashboard.settings_page.records import Record
from master.places import own_workplan
from schemas.plan import Plan
from schemas.plan_edit import PlanEdit
from schemas.plan_files import packaged_workplan
from schemas.plan_folder import digest, read_files


class Desk(NamedTuple):
    """The folder in force: its files in one state, and whether the page may write there."""

    folder: Path
    files: dict[str, bytes]
    digest: str
    plan: Plan
    writable: bool


@dataclass
class Draft:
    """One editor's unsaved work: the files it was begun on, what the editor was given, what was typed. ``faulty``: something in
    it cannot be done, nothing of it is to be saved."""

    files: dict[str, bytes]
    mount: int = 0
    start: pd.DataFrame | None = None
    typed: list[Record] | None = None
    edits: Sequence[PlanEdit] = field(default=())
    faulty: bool = False


def lay() -> Desk:
    """The desk as it is at this moment."""
    folder = data.settings().workplan
    files = read_files(folder)
    return Desk(folder, files, digest(files), data.plan(), folder != packaged_workplan())


def own_folder() -> Path:
    """Where this database's own plan stands, or would."""
    return own_workplan(data.settings().db).absolute()


def draft(name: str, desk: Desk) -> Draft:
    """This person's draft in an editor. It keeps the files it was begun on; without a change it follows the folder."""
    key = f"draft_{name}"
    found: Draft | None = st.session_state.get(key)
    if found is None or not (found.edits or found.faulty or digest(found.files) == desk.digest):
        found = st.session_state[key] = Draft(desk.files, mount=found.mount + 1 if found else 0)
    return found


def is_faulty(name: str) -> bool:
    """Whether something typed in an editor (or a part of it, ``name.part``) cannot be done."""
    return any(own.faulty for _, own in _drafts(name))


def clear(name: str) -> None:
    """Forget what was typed in an editor and its parts: it was saved, or given up."""
    for key, old in _drafts(name):
        # The next editor is another widget: the old one's edits must not come back.
        st.session_state[key] = Draft({}, mount=old.mount + 1)


def _drafts(name: str) -> list[tuple[str, Draft]]:
    return [
        (key, value)
        for key, value in ((str(key), st.session_state[key]) for key in list(st.session_state))
        if isinstance(value, Draft) and (key == f"draft_{name}" or key.startswith(f"draft_{name}."))
    ]
