import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from importers.grammar.dates import read_day, read_deadline
from vocabulary.days import in_chinese

ISSUED = dt.date(2023, 8, 2)
SPELLINGS = [
    "{d.year}年{d.month}月{d.day}日",
    "{d.year}年{d.month:02}月{d.day:02}日前",
    "{d.year}-{d.month}-{d.day}",
    "{d.year}/{d.month:02}/{d.day:02}",
    "{d.year}.{d.month}.{d.day}",
    "{d.year}.{d.month}.{d.day}前完成",
    "{d.year}.{d.month}月{d.day}日前",
    "{d.year}{d.month:02}{d.day:02}",
    "{d.month}月{d.day}日",
    "{d.month}月{d.day}号之前",
    "{d.month}.{d.day}",
    "{d.month}-{d.day}",
    "{d.month}/{d.day}",
    "{d}",
    "{d} 00:00:00",
    "{chinese}",
    "{chinese}前",
    "{d:%y}.{d.month}.{d.day}",
    "{serial}",
    "长期（{d.month}月{d.day}日）",
    "1月1日至{d.month}月{d.day}日",
]
NUMERALS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十") + (
        NUMERALS[ones] if ones else ""
    )


def spelled(day: dt.date, form: str) -> str:
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    serial = (day - dt.date(1899, 12, 30)).days
    written = f"{year}年{chinese(day.month)}月{chinese(day.day)}日"
    return form.format(d=day, chinese=written, serial=serial)


days = st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
forms = st.sampled_from(SPELLINGS)


@given(days, forms)
def test_every_spelling_of_a_day_reads_back_to_it(day: dt.date, form: str) -> None:
    assert read_deadline(spelled(day, form), 2023, ISSUED).day == day


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_a_serial_is_its_day_and_a_suggestion_can_be_read(day: dt.date) -> None:
    assert read_day((day - dt.date(1899, 12, 30)).days, 2023).day == day
    assert read_day(in_chinese(day), 1999).day == day


# Blanks within a time of day can no longer be told from the digits of the day.
@given(days, st.sampled_from([form for form in SPELLINGS if ":" not in form]), st.data())
def test_spaces_zero_width_signs_and_full_width_do_not_change_a_deadline(
    day: dt.date, form: str, data: st.DataObject
) -> None:
    written = spelled(day, form)
    noise = st.sampled_from(["", "", "", " ", "　", "\u200b", "\ufeff", "\n", "\xa0"])
    noisy = ""
    for char in written:
        wide = chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and data.draw(st.booleans()) else char
        noisy += data.draw(noise) + wide
    assert read_deadline(noisy, 2023, ISSUED).day == day
