"""The conservation law: every non-empty row of every visible sheet ends in exactly one place."""

import datetime as dt
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.locate import filled_rows
from importers.reading_child import RefusedFile
from importers.workbook import Area, Sheet
from tests.importers.build import HEADER, check, clean, row, sheet

WORDS = st.sampled_from(
    ["", "", "合计", "小计", "注：说明", "填表人：示例", "例：", "一、总体要求", "（四）深化政务信息管理", "甲", "乙", "1", "县司法局",
     "各乡镇", "县人社局、县医保局", "已完成", "推进中", "长期坚持", "年底前", "尽快", "=1+1", "　", "\u200b", "序号", "完成状态",
     "行政规范性文件清理", "4.1", "17.9", "80%", "http://www.fuliang.gov.cn/a.html", "13800000001", "a\nb"]
)  # fmt: skip
CELLS = st.one_of(
    WORDS,
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)),
    st.booleans(),
)
ROWS = st.lists(
    st.one_of(
        st.just([]),
        st.just(row()),
        st.just(list(HEADER)),
        st.just(["表二 其他任务"]),
        st.just(["序号", "具体举措", "完成状态", "", "序号", "具体举措", "完成状态"]),
        st.just(["1", "清理规范性文件", "推进中", "", "2", "发布规范性文件", "已完成"]),
        st.just(["", "", "", "", "3", "公开规范性文件", "已完成"]),
        st.just(list(reversed(HEADER))),
        st.just(["序号", "责任单位", "具体举措", "完成状态", "进展情况"]),
        st.just(["（1）", "（2）", "（3）", "（4）"]),
        st.lists(CELLS, max_size=len(HEADER)),
        st.builds(lambda column, value: [*[""] * column, value], st.integers(0, 15), CELLS),
    ),
    max_size=14,
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet with a header somewhere, odd rows around it, and merges wherever they fall."""
    above, below = draw(ROWS), draw(ROWS)
    plain = sheet([*above[:4], list(HEADER), *below], name=draw(st.sampled_from(["台账", "Sheet1", ""])))
    height = len(plain.rows)
    merges = draw(
        st.lists(
            st.builds(
                lambda top, left, down, right: Area(top, left, min(top + down, height - 1), left + right),
                st.integers(0, height - 1),
                st.integers(0, 15),
                st.integers(0, 3),
                st.integers(0, 3),
            ),
            max_size=3,
        )
    )
    errors = draw(
        st.dictionaries(
            st.tuples(st.integers(0, height - 1), st.integers(0, 15)), st.just("#REF!"), max_size=2
        )
    )
    rows = [list(each) for each in plain.rows]
    for at in errors:
        rows[at[0]][at[1]] = ""
    return Sheet(plain.name, rows, True, tuple(merges), errors)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sheets())
def test_every_non_empty_row_is_a_row_or_ignored_with_a_reason_or_its_file_is_refused(ledger: Sheet) -> None:
    cleaned = clean(ledger)
    told = Counter((each.sheet, each.row) for each in cleaned.ignored)
    if not isinstance(cleaned, RefusedFile):
        told.update({(ledger.name, number) for number in set(cleaned.row)})
    assert told == Counter((ledger.name, number + 1) for number in filled_rows(ledger))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sheets(), st.sampled_from([None, "县司法局"]))
def test_whatever_stands_in_the_cells_checking_never_fails_and_every_finding_has_its_cell(
    ledger: Sheet, declared: str | None
) -> None:
    if isinstance(clean(ledger, declared=declared), RefusedFile):
        return
    checked = check(ledger, declared=declared)
    rows = {record.row for record in checked.rows}
    for finding in checked.findings:
        assert finding.cell.rstrip("0123456789").isalpha()
        assert finding.message
        assert (
            finding.row in rows
            or finding.rule
            in (
                "missing_column",
                "wrong_template",
                "tables_side_by_side",
                "unit_from_sender",
                "merged_cell_conflict",
            )
            or int(finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) <= finding.row
        )
    assert all(record.row - 1 in filled_rows(ledger) for record in checked.rows)
