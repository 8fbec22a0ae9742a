"""The schema's checks run one by one must say exactly what pandera's own lazy validation says."""

import datetime as dt

import pandera.errors
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.check import Checker
from importers.clean_ledger import CleanLedger
from importers.frame_builder import build_frame, noted
from importers.workbook import Value
from schemas.frame import failures, frame_schema
from schemas.kinds import ledger_kinds
from tests.importers.build import RECEIVED, clean, ledger, plan, row

KIND = ledger_kinds()["work_ledger"]
CHANGES = st.dictionaries(
    st.sampled_from(["责任人", "完成时限", "完成状态", "完成率", "进展情况", "佐证材料", "责任单位", "任务编号", "实际完成日期", "备注"]),
    st.sampled_from(
        ["", "/", "已完成", "推进中", "100%", "120%", 1.0, 0.5, "2023年6月31日", "尽快", "县某某局", "17.2", "=1+1", "无",
         "2023年9月15日", dt.date(2022, 1, 1), "正常推进"]
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGES, min_size=1, max_size=6))
def test_direct_checks_and_lazy_validation_blame_the_same_rows(changes: list[dict[str, Value]]) -> None:
    cleaned = clean(ledger(*(row(**each) for each in changes)))
    assert isinstance(cleaned, CleanLedger)
    frame = build_frame(KIND, [cleaned], plan(), RECEIVED, [""] * len(cleaned.row))
    schema = frame_schema(KIND, Checker(plan(), RECEIVED).facts())
    direct, asked = (
        {(f"{code}:{field}", tuple(positions)) for code, field, positions in failures(schema, frame, marks)}
        for marks in (None, noted([cleaned]))
    )
    assert direct == asked
    lazy = set()
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            assert error.reason_code is not None
            assert error.reason_code.name == "DATAFRAME_CHECK", error
            wrong = ~error.check_output.to_numpy()
            lazy.add((str(error.check.name), tuple(wrong.nonzero()[0].tolist())))
    assert direct == lazy


def test_a_frame_of_wrong_types_is_a_programmers_mistake_that_pandera_notices() -> None:
    cleaned = clean(ledger(row()))
    assert isinstance(cleaned, CleanLedger)
    frame = build_frame(KIND, [cleaned], plan(), RECEIVED, [""])
    schema = frame_schema(KIND, Checker(plan(), RECEIVED).facts())
    with pytest.raises(pandera.errors.SchemaErrors):
        schema.validate(frame.assign(percent="sixty"), lazy=True)
