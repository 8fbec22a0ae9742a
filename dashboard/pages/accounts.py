"""账号: who may sign in, what each role may do, and the security settings. For system administrators."""

import streamlit as st

from dashboard import data
from dashboard.access import viewer
from dashboard.administration import accounts
from dashboard.administration.policy import policy_form
from vocabulary.access import Action

viewer().demand(Action.MANAGE_ACCOUNTS)
plan = data.plan()

people, new, security, permissions = st.tabs(
    ["账号", "新建账号", "安全设置", "权限表"], key="tab", on_change="rerun", bind="query-params"
)

accounts.show_given()

if people.open:
    with people:
        found = data.master().accounts.accounts()
        chosen = accounts.choose(found, plan)
        if chosen is not None:
            accounts.change_form(chosen, plan)

if new.open:
    with new:
        accounts.new_form(plan)

if security.open:
    with security:
        policy_form()

if permissions.open:
    with permissions:
        accounts.show_permissions()
