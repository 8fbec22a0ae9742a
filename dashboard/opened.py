"""The open database and the plan of this process, shared by every tab."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.settings import Settings
from master import Master, open_master
from schemas.plan import Plan
from schemas.plan_files import plan_in_use
from schemas.plan_folder import State, state_of


def settings() -> Settings:
    """Where database and plan are."""
    return Settings.from_environment()


def master() -> Master:
    """The open database of this process."""
    return _master(settings().db)


def plan() -> Plan:
    """The plan in force; its folder is read again when a file of it changes."""
    folder = settings().workplan
    return _plan(folder, state_of(folder))


@st.cache_resource(show_spinner=False, max_entries=2)
def _master(url: str) -> Master:
    return open_master(url)


@st.cache_resource(show_spinner=False, max_entries=2)
def _plan(folder: Path, state: State) -> Plan:
    del state  # part of the cache's key
    return plan_in_use(folder)
