"""回头看 on the screen: last year's list is loaded, its items matched and decided."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard.importing import run_job
from inspections.looking_back import decide as decide_item
from inspections.looking_back import look_back_of
from master import open_master
from tests.dashboard.rounds.conftest import Opened
from tests.dashboard.rounds.desk import fill, page, press, shown
from tests.dashboard.rounds.year import AT, LOOK_BACK
from tests.dashboard.seed import CIVIL, PLAN
from vocabulary.codes import Outcome
from vocabulary.inspection import LookBackOutcome

SAMPLES = Path(__file__).parents[3] / "sample_ledgers" / "2022"


def item(url: str, task: str) -> int:
    with open_master(url) as master:
        state = look_back_of(master, PLAN, LOOK_BACK, AT.date())
    return next(one.item.item for one in state.items if one.item.task == task)


def test_last_years_list_is_queued_as_what_it_is_and_read_by_its_own_columns(opened: Opened) -> None:
    url = opened("fresh")
    app = page(round="2022年要点回头看")
    assert "请先选上年清单的文件" in shown(press(app, "list_go"))
    path = SAMPLES / "2022年政务公开工作要点任务落实情况（县政府办汇总）.xlsx"
    app.file_uploader[0].set_value([(path.name, path.read_bytes(), "application/octet-stream")])
    app.run()
    assert "1份文件已排队试算（第1号）" in shown(press(app, "list_go"))
    with open_master(url) as master:
        [job] = master.jobs.list()
        files = master.jobs.contents(job.id)
        [told] = run_job(job, files, master, PLAN, AT)
    assert job.dry_run
    assert told.outcome is not Outcome.REFUSED
    assert told.report["rows"] == 42


def test_an_item_is_matched_and_the_match_undone(opened: Opened) -> None:
    url = opened("fresh")
    number = item(url, "规范性文件库初建")
    app = page(round="2022年要点回头看", item=str(number))
    app.selectbox(key=f"task_{number}").set_value("3.4")
    assert f"事项{number}：已对应 3.4。" in shown(press(app, f"match_{number}"))
    assert "的对应已撤回" in shown(press(app, f"unmatch_{number}"))


def test_a_like_task_is_laid_beside_the_item_with_its_score(opened: Opened) -> None:
    url = opened("fresh")
    like = f"{PLAN.task_by_id['3.4'].name}情况"
    text = shown(page(round="2022年要点回头看", item=str(item(url, like))))
    assert "相似度" in text
    assert f"上年：{like}" in text


def test_done_needs_evidence_and_not_done_is_handed_over(opened: Opened) -> None:
    url = opened("fresh")
    number = item(url, "规范性文件库初建")
    app = page(round="2022年要点回头看", item=str(number))
    assert app.date_input(key=f"deadline_{number}").value == dt.date(2023, 9, 22)
    app = press(fill(app, f"reason_{number}", ""), f"go_{number}")
    assert "定为未完成要写明原因。" in shown(app)
    app = press(fill(app, f"reason_{number}", "底数不明"), f"go_{number}")
    assert "已交办为问题2023-001" in shown(app)
    with open_master(url) as master:
        [decided] = master.look_backs.outcomes(LOOK_BACK.code)
    assert decided.outcome is LookBackOutcome.NOT_DONE


def test_what_was_decided_stands_in_the_form_when_it_is_decided_anew(opened: Opened) -> None:
    url = opened("fresh")
    number = item(url, "规范性文件库初建")
    with open_master(url) as master:
        made = decide_item(
            master,
            PLAN,
            LOOK_BACK,
            number,
            LookBackOutcome.NOT_DONE,
            reason="底数不明",
            new_deadline=dt.date(2023, 10, 31),
            owner=CIVIL,
            by="示例乙",
            at=AT - dt.timedelta(days=1),
            seen=None,
        )
    app = page(round="2022年要点回头看", item=str(number))
    fields = {
        one.key.partition(f"_{number}")[0]: one for one in (*app.text_input, *app.date_input, *app.selectbox)
    }
    assert fields["reason"].value == "底数不明"
    assert fields["deadline"].value == dt.date(2023, 10, 31)
    assert fields["owner"].value == CIVIL
    press(app, next(key for one in app.button if (key := one.key or "").startswith(f"go_{number}")))
    assert not app.error
    with open_master(url) as master:
        *_, again = master.look_backs.outcomes(LOOK_BACK.code)
    assert again.id > made.id
    assert (again.reason, again.new_deadline, again.owner) == ("底数不明", dt.date(2023, 10, 31), CIVIL)
