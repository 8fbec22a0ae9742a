"""督查 as a test sits before it: a page opened, read, filled in, its buttons pressed."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import open_page, said


def page(**query: str) -> AppTest:
    return open_page("inspections", **query)


def shown(app: AppTest) -> str:
    assert not app.exception
    return said(app) + "\n".join(one.value.replace("\\", "") for one in (*app.error, *app.success))


def fill(app: AppTest, key: str, words: str) -> AppTest:
    app.text_input(key=key).set_value(words)
    return app


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()
