import pytest

from importers.grammar.links import host_allowed, host_of, read_links

A, B = "http://www.fuliang.gov.cn/a.html", "https://b.gov.cn/2?id=3&x=4"


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (A, [A]),
        (f"{A}。", [A]),
        (f"（{A}）", [A]),
        (f"{A},{B}", [A, B]),
        (f"{A}，{B}；", [A, B]),
        (f"{A}\n{B}", [A, B]),
        (f"公开链接：{A} 及 {B}", [A, B]),
        (f"1.{A} 2.{B}", [A, B]),
        (f"{A}{B}", [A, B]),
        (f"{A}已发布", [A]),
        (f"{A}、{A}", [A]),
        ("ｈｔｔｐ：／／www．a．cn／b", ["http://www.a.cn/b"]),
        ("http://a.gov.cn/b?url=http://c.cn", ["http://a.gov.cn/b?url=http://c.cn"]),
        ("http://a.gov.cn/(x)", ["http://a.gov.cn/(x)"]),
        ("https://mp.weixin.qq.com/s/ab_-C", ["https://mp.weixin.qq.com/s/ab_-C"]),
    ],
)
def test_addresses_are_found_without_what_stands_around_them(text: str, urls: list[str]) -> None:
    assert read_links(text) == (tuple(urls), (), "")


@pytest.mark.parametrize(
    ("text", "url"),
    [("www.fuliang.gov.cn/a", "http://www.fuliang.gov.cn/a"), ("见fuliang.gov.cn", "http://fuliang.gov.cn")],
)
def test_an_address_without_scheme_gets_one(text: str, url: str) -> None:
    assert read_links(text) == ((url,), (), "no_scheme")


@pytest.mark.parametrize(
    "text",
    ["https:www.a.cn", "http//www.a.cn", "http:/a.cn/x", "htpp://a.cn", "http://", "http://localhost/x", "http://a@b.cn",
     "file:///etc/passwd", "javascript:alert(1)", "C:\\a\\b"],
)  # fmt: skip
def test_what_cannot_be_opened_is_bad(text: str) -> None:
    links = read_links(text)
    assert (links.urls, len(links.bad)) == ((), 1)


@pytest.mark.parametrize(
    ("text", "note"), [("县政府网站公开栏", "no_link"), ("a@b.com", "no_link"), ("", "")]
)
def test_text_without_address(text: str, note: str) -> None:
    assert read_links(text) == ((), (), note)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [("fuliang.gov.cn", True), ("www.fuliang.gov.cn", True), ("WWW.Fuliang.gov.cn.", True), ("evilfuliang.gov.cn", False),
     ("fuliang.gov.cn.evil.com", False), ("", False)],
)  # fmt: skip
def test_a_host_is_allowed_below_its_domain_only(host: str, allowed: bool) -> None:
    assert host_allowed(host, ["*.fuliang.gov.cn", "", "weixin.qq.com"]) is allowed


@pytest.mark.parametrize(
    ("url", "host"),
    [(A, "www.fuliang.gov.cn"), ("http://A.gov.cn:8080/x", "a.gov.cn"), ("http://fuliang.gov.cn@evil.cn/", ""), ("http://[::1", ""), ("", "")],
)  # fmt: skip
def test_the_host_is_what_the_browser_would_open(url: str, host: str) -> None:
    assert host_of(url) == host
