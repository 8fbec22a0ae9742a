"""The few pages of the gate, as plain HTML: they work before anything else does."""

from __future__ import annotations

from dashboard.settings import demo_text
from dashboard.text import esc_html

_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - 政务公开台账</title>
<link rel="icon" href="/taizhang.svg">
<link rel="stylesheet" href="/gate.css">
</head>
<body>
{demo}<main>
<h1>{heading}</h1>
{said}
{form}
</main>
</body>
</html>
"""


def sign_in_form(
    heading: str, wrong: str = "", told: str = "", login: str = "", wanted: str = "", sso: bool = False
) -> str:
    """The form; ``wrong`` says why the last try failed, ``told`` what happened before."""
    other = "<p class='other'><a href='/sso'>用统一身份认证登录</a></p>" if sso else ""
    return _page(
        "登录",
        heading,
        wrong,
        told,
        f"""<form method="post" action="/login" autocomplete="on">
<input type="hidden" name="next" value="{esc_html(wanted)}">
<label for="login">登录名</label>
<input id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64"
 required value="{esc_html(login)}"{"" if login else " autofocus"}>
<label for="password">密码</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="128" required{
            " autofocus" if login else ""
        }>
<button type="submit">登录</button>
</form>{other}
<p class="hint">没有账号或忘记密码，请联系县政府办的系统管理员。</p>""",
    )


def password_form(rule: str, wrong: str = "", forced: bool = False) -> str:
    """The form for another password of one's own."""
    told = "请先设置您自己的密码，再开始使用。" if forced else ""
    leave = "" if forced else '<p class="other"><a href="/">返回</a></p>'
    return _page(
        "修改密码",
        "修改密码",
        wrong,
        told,
        f"""<form method="post" action="/password">
<label for="old">现在的密码</label>
<input id="old" name="old" type="password" autocomplete="current-password" maxlength="128" required autofocus>
<label for="new">新密码</label>
<input id="new" name="new" type="password" autocomplete="new-password" maxlength="128" required aria-describedby="rule">
<p class="hint" id="rule">{esc_html(rule)}</p>
<label for="again">再输一次新密码</label>
<input id="again" name="again" type="password" autocomplete="new-password" maxlength="128" required>
<button type="submit">保存新密码</button>
</form>
<form method="post" action="/logout"><button class="quiet" type="submit">退出登录</button></form>{leave}""",
    )


def _page(title: str, heading: str, wrong: str, told: str, form: str) -> str:
    said = f'<p class="wrong" role="alert">{esc_html(wrong)}</p>' if wrong else ""
    said += f'<p class="told" role="status">{esc_html(told)}</p>' if told else ""
    demo = f'<p class="demo">{esc_html(demo_text())}</p>\n' if demo_text() else ""
    return _PAGE.format(title=esc_html(title), heading=esc_html(heading), demo=demo, said=said, form=form)
