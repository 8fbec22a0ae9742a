"""Fictional persons, telephones and places: nobody and nothing that exists."""

from __future__ import annotations

import random

_SURNAMES = "程汪吴朱李王张陈方余江胡徐郑黄金叶曹冯邓"
_GIVEN = ("示例", "样本", "试填", "演示", "范例", "例行", "样例", "假设", "虚拟", "模拟")
_FIRST = "上下东西南新大小石青白云"
_SECOND = "塘坞洲源桥岭田湾坑坪坂埠"
_OFFICES = ("办公室", "综合股", "政策法规股", "业务股", "行政审批股", "财务股", "信息中心", "宣传股")
_TOWN_OFFICES = ("党政办", "便民服务中心", "农业农村办", "社会事务办", "综合执法队", "文化站", "财政所")


def person(source: random.Random) -> str:
    """A name that nobody bears: 程示例, 汪样本…"""
    return source.choice(_SURNAMES) + source.choice(_GIVEN)


def phone(source: random.Random) -> str:
    """A landline 0798-26xxxxx or a mobile number of a range kept for examples."""
    if source.random() < 0.6:
        return f"0798-26{source.randrange(100000):05d}"
    return f"1380000{source.randrange(10000):04d}"


def village(source: random.Random) -> str:
    """A village of no particular place."""
    return source.choice(_FIRST) + source.choice(_SECOND) + "村"


def office(source: random.Random, township: bool) -> str:
    """A section inside a unit."""
    return source.choice(_TOWN_OFFICES if township else _OFFICES)
