import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.grammar.status_words import EXACT
from importers.grammar.statuses import looks_like_status, read_status
from vocabulary.codes import Status

READINGS = {
    Status.DONE: "已完成 完成 已落实 已办结 办结 已销号 已公开 已发布 √ ✓ ✔️ 是 100% 1 完成率100% 100%完成 已完成。 （已完成） 【已完成】"
    " 已完成（6月） ＹＥＳ √（已完成） 已完成√ 全部完成 按时完成 该项工作已全部完成 整改已完成 已于6月完成 2023年6月已完成 ☑已完成□推进中 逾期完成"
    " 100 状态：已完成 已提前完成 已完成（见实施方案） 已完成，材料已归档",
    Status.IN_PROGRESS: "推进中 正在推进 进行中 正在办理 有序推进 正常推进 部分完成 基本完成 已基本完成 阶段性完成 初步完成 50% 达到序时进度 即将完成"
    " 预计完成 已部署 已安排 已转发 已启动 已制定方案 完成80% 已完成80% 完成一半 已完成部分 已完成初稿 正在有序推进中 推动中 进展顺利 完成中"
    " 未完成 尚未完成 未全部完成 没有完成 不能按时完成 逾期 逾期未完成 滞后 进展滞后 未达序时进度 落实较慢 50 0.5"
    " 未100%完成 没有100%完成 未达100% 不足100% 完成率未达100% 未达到80% 未完全落实 完成不了 半完成 大体完成 仅完成2项 已完成初审"
    " 已完成上半年任务 已完成本月任务 已公开部分内容 完成进度过半",
    Status.ONGOING: "持续推进 长期坚持 常态化开展 持续落实 长期 常态化 持续推进中 每月开展",
    Status.NOT_STARTED: "未启动 未开始 未开展 尚未开展 暂未 暂未启动 × 否 0% 0 未启动0% 未公开，0% 未公开 待启动 未正式启动",
    Status.NOT_APPLICABLE: "不涉及 无此项工作 无此类事项 不适用 本单位无此职能 无 我局不涉及 不属于本单位职责",
}


@pytest.mark.parametrize(
    ("status", "written"), [(status, w) for status, words in READINGS.items() for w in words.split()]
)
def test_a_status_word_is_read(status: Status, written: str) -> None:
    assert read_status(written).status is status
    assert looks_like_status(written)


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("未完成", "claims_overdue"),
        ("逾期", "claims_overdue"),
        ("进展滞后", "claims_overdue"),
        ("已完成3项，未完成2项", "claims_overdue"),
        ("逾期完成", "done_late"),
        ("无", "maybe_empty"),
        ("已完成，持续推进", "mixed"),
        ("已完成/推进中/未启动", "options"),
        ("完成/未完成", "options"),
        ("□已完成 □推进中", "options"),
        ("推动中", "phrase"),
        ("已完成", ""),
        ("", ""),
        ("/", ""),
    ],
)
def test_the_note_says_what_is_odd(written: str, note: str) -> None:
    assert read_status(written).note.startswith(note)
    assert read_status(written).note in (note, "mixed")


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("5月份推送2篇稿件", Status.IN_PROGRESS),
        ("已于8月25日在县政府网站公开2022年部门决算", Status.DONE),
        ("已在县政府门户网站发布", Status.DONE),
        ("已完成前期准备工作并组织召开会议", Status.IN_PROGRESS),
        ("本季度已开展培训两次，尚未公开有关结果材料", Status.IN_PROGRESS),
        ("目前已完成70%的栏目改版任务，下一步将加快", Status.IN_PROGRESS),
        ("经认真对照梳理，我单位不涉及此项工作，特此说明", Status.NOT_APPLICABLE),
        ("县政府办组织各单位召开专题会议进行研究", Status.IN_PROGRESS),
        ("已完成2项，剩余1项", Status.IN_PROGRESS),
        ("已完成3项，余1项", Status.IN_PROGRESS),
        ("12项任务已完成10项", Status.IN_PROGRESS),
        ("除第2项外均已完成", Status.IN_PROGRESS),
        ("除第2项外，其余均已完成", Status.IN_PROGRESS),
        ("除涉密信息外均已公开", Status.DONE),
        ("已完成培训1次，计划再培训1次", Status.IN_PROGRESS),
        ("已完成培训1次，9月再开展一次", Status.IN_PROGRESS),
        ("已将任务分解到人，再次组织学习，已全部完成整改", Status.DONE),
        ("对应公开未公开的信息进行清理，已全部公开", Status.DONE),
        ("已于8月在网站公开，未收到公众意见", Status.DONE),
    ],
)
def test_prose_is_in_progress_unless_something_is_said_to_be_done(written: str, status: Status) -> None:
    assert read_status(written).status is status
    assert read_status(written).note == "sentence"
    assert not looks_like_status(written)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("已完成，未公开", Status.IN_PROGRESS),
        ("已完成，但未报送材料", Status.IN_PROGRESS),
        ("已完成，待验收", Status.IN_PROGRESS),
        ("已完成（未验收）", Status.IN_PROGRESS),
        ("已完成（部分）", Status.IN_PROGRESS),
        ("已完成（80%）", Status.IN_PROGRESS),
        ("已完成（除2.1外）", Status.IN_PROGRESS),
        ("100%，未公开", Status.IN_PROGRESS),
        ("100%（未公开）", Status.IN_PROGRESS),
        ("已完成100%，待验收", Status.IN_PROGRESS),
        ("完成2项，未公开", Status.IN_PROGRESS),
        ("已完成，未发现问题", Status.DONE),
        ("未启动，正在准备", Status.NOT_STARTED),
        ("正在推进，未公开", Status.NOT_STARTED),
    ],
)
def test_a_status_that_is_partly_taken_back_is_never_read_in_silence(written: str, status: Status) -> None:
    assert read_status(written)[:2] == (status, "sentence")


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("已完城", "已完成"),
        ("已成完", "已完成"),
        ("已完完成", "已完成"),
        ("已完成？", "已完成"),
        ("巳公开", "已完成"),
        ("己完成", "已完成"),
        ("以完成", "已完成"),
        ("推近中", "推进中"),
        ("优秀", ""),
        ("未逾期", ""),
        ("张三", ""),
        ("已完成待验收", "推进中"),
        ("年底前完成", "推进中"),
        ("9月底完成", "推进中"),
        ("已完成方案制定", "推进中"),
        ("完成3/5", "推进中"),
        ("八成", "推进中"),
        ("剩余20%", "推进中"),
        ("差一项完成", "推进中"),
        ("已落实责任人", ""),
        ("已发布通知", ""),
        ("已办结3件", ""),
        ("9月完成", ""),
        ("应完成", ""),
        ("已完善", ""),
        ("已完成吗", ""),
        ("是否完成？", ""),
    ],
)
def test_an_unknown_word_is_a_question_never_a_guess(written: str, suggestion: str) -> None:
    read = read_status(written)
    assert (read.status, read.note, read.suggestion) == (None, "unreadable", suggestion)
    assert looks_like_status(written) == bool(suggestion)


def test_a_percentage_in_the_status_column_is_kept() -> None:
    assert read_status("完成80%").percent == 80
    assert read_status("100%").percent == 100
    assert read_status("已完成").percent is None


def test_a_ticked_cell_is_done_or_not() -> None:
    assert read_status(True).status is Status.DONE
    assert read_status(False).status is Status.NOT_STARTED
    assert read_status(1.0).status is Status.DONE


PARTIAL = [
    "基本",
    "部分",
    "阶段性",
    "初步",
    "即将",
    "预计",
    "尚未",
    "未",
    "没有",
    "未全部",
    "未能按时",
    "计划",
    "力争",
    "拟",
    "半",
    "大致",
    "未100%",
    "没有全部",
    "年底前",
]


@given(
    st.sampled_from(PARTIAL),
    st.sampled_from(["完成", "办结", "整改到位"]),
    st.sampled_from(["", "。", "任务", "了"]),
)
def test_nothing_partial_negated_or_planned_is_ever_done(before: str, word: str, after: str) -> None:
    assert read_status(before + word + after).status is not Status.DONE


@given(st.sampled_from(sorted(EXACT)), st.data())
def test_spaces_brackets_and_full_width_do_not_change_a_status(word: str, data: st.DataObject) -> None:
    noise = st.sampled_from(["", "", " ", "　", "\u200b", "\n"])
    noisy = "".join(data.draw(noise) + (chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c) for c in word)
    opening, closing = data.draw(
        st.sampled_from([("", ""), ("（", "）"), ("【", "】"), (" ", "。"), ("", "；")])
    )
    assert read_status(opening + noisy + closing).status is EXACT[word]
