"""The security settings as a form."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from accounts.policy import PROFILES, Policy, bounds, called, checked, policy_from
from dashboard import data
from dashboard.access import doing
from dashboard.settings import office_now
from dashboard.text import esc_md
from master import MasterError
from vocabulary.access import Action


def policy_form() -> None:
    """Every setting with its bounds; what was changed stands in the log, old → new."""
    now = policy_from(data.master().accounts.policy())
    names = {code: name for code, (name, _) in PROFILES.items()}
    start = st.segmented_control(
        "从哪套设置开始",
        list(names),
        format_func=names.__getitem__,
        key="profile",
        help="选定后下面的值随之改变，保存才生效",
    )
    shown = PROFILES[start][1] if start else now
    with st.form(f"policy_{start}"):
        values = {}
        columns = st.columns(3)
        for place, (name, value) in enumerate(asdict(shown).items()):
            least, most = bounds(name)
            values[name] = columns[place % 3].number_input(
                called(name), least, most, value, key=f"policy_{start}_{name}", help=f"{least} 到 {most}"
            )
        if st.form_submit_button("保存安全设置", type="primary"):
            _save(now, Policy(**values))


def _save(now: Policy, wanted: Policy) -> None:
    before, after = asdict(now), asdict(wanted)
    changed = [
        f"{called(name)} {before[name]} → {after[name]}" for name in after if before[name] != after[name]
    ]
    if not changed:
        st.info("没有改动。")
        return
    try:
        with doing(Action.CHANGE_POLICY, "修改安全设置：" + "，".join(changed)) as who:
            data.master().accounts.set_policy(checked(wanted), who.person, office_now())
    except MasterError as error:
        st.error(esc_md(error))
        return
    st.success("已保存：" + esc_md("，".join(changed)) + "。")
