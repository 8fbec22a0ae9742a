"""The files of a round, made when asked for; None where there is no such thing."""

from __future__ import annotations

import datetime as dt

from dashboard.downloads import XLSX, ZIP, Download, file_name, zipped
from inspections.deciding import situation_of
from inspections.known_verdicts import standing_rows
from inspections.looking_back import look_back_of
from inspections.onsite import sheet_rows
from inspections.sampling import Proposal, proposals_of
from inspections.stages import StageError
from master import Master
from master.inspection_records import Draw
from reports.check_sheet import check_sheet_workbook
from reports.look_back_table import look_back_workbook
from reports.situation_table import situation_workbook
from schemas.plan import Plan, Round
from vocabulary.inspection import RoundKind

JSON = "application/json"


def situation(master: Master, plan: Plan, code: str, day: dt.date) -> Download | None:
    """情况表 of a round as decided until a day, with the scores where the county sets points."""
    chosen = plan.round_by_code.get(code)
    if chosen is None:
        return None
    try:
        found = situation_of(master, plan, chosen, day)
    except StageError:
        return None
    return Download(f"{chosen.name}情况表.xlsx", situation_workbook(plan, found, day), XLSX)


def snapshot(master: Master, plan: Plan, code: str) -> Download | None:
    """What a round was frozen on, as the bytes the digest is told from."""
    chosen = plan.round_by_code.get(code)
    frozen = master.rounds.snapshot(code) if chosen else None
    if chosen is None or frozen is None:
        return None
    return Download(f"{chosen.name}冻结数据.json", frozen.document, JSON)


def look_back(master: Master, plan: Plan, code: str, day: dt.date) -> Download | None:
    """回头看情况表 as known on a day."""
    chosen = plan.round_by_code.get(code)
    if chosen is None or chosen.kind is not RoundKind.LOOK_BACK:
        return None
    state = look_back_of(master, plan, chosen, day)
    return Download(f"{chosen.name}情况表.xlsx", look_back_workbook(plan, state), XLSX)


def check_sheet(
    master: Master, plan: Plan, code: str, number: int, unit: str, day: dt.date
) -> Download | None:
    """The check sheet of one unit of a draw."""
    chosen, draw = plan.round_by_code.get(code), _draw(master, code, number)
    if chosen is None or draw is None:
        return None
    proposal = next((one for one in proposals_of(draw) if one.unit == unit), None)
    return _sheet(master, plan, chosen, proposal, day) if proposal else None


def check_sheets(master: Master, plan: Plan, code: str, number: int, day: dt.date) -> Download | None:
    """The check sheets of all units of a draw in one zip."""
    chosen, draw = plan.round_by_code.get(code), _draw(master, code, number)
    if chosen is None or draw is None:
        return None
    made = [_sheet(master, plan, chosen, one, day) for one in proposals_of(draw)]
    return Download(f"{chosen.name}核查表_第{number}号抽取.zip", zipped(made), ZIP)


def _draw(master: Master, code: str, number: int) -> Draw | None:
    return next((one for one in master.rounds.draws(code) if one.id == number), None)


def _sheet(master: Master, plan: Plan, chosen: Round, proposal: Proposal, day: dt.date) -> Download:
    unit = plan.unit_by_code[proposal.unit]
    rows = sheet_rows(plan, chosen, unit, standing_rows(master, day, unit.code), proposal.rows)
    name = f"{file_name(unit.name)}{plan.year}年现场核查表.xlsx"
    return Download(name, check_sheet_workbook(plan, chosen, unit, rows), XLSX)
