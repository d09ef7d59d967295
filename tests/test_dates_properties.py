"""Any date printed in any supported family and spelling parses back to itself; offsets hold on arbitrary text."""

from __future__ import annotations

from datetime import date

import pytest
from hijridate import Gregorian, Hijri
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.dates import DateFinder
from claimx.dates.calendars import gregorian_to_hijri, hijri_to_gregorian
from claimx.model import Article, Date

FINDER = DateFinder()
FAMILIES = FINDER.lexicon.families
SOLAR = [name for name in FAMILIES if name != "hijri"]
INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ONES = ["", "الحادي", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]


def find(text: str, published: str | None = None) -> list[Date]:
    return FINDER.find(Article(id="t", source="-", text=text, segments=(), date=published))


def in_words(day: int) -> str:
    """A day of the month as an ordinal."""
    if day < 10:
        return "الأول" if day == 1 else ONES[day]
    if day == 10:
        return "العاشر"
    if day < 20:
        return f"{ONES[day - 10]} عشر"
    tens = {2: "العشرين", 3: "الثلاثين"}[day // 10]
    return tens if day % 10 == 0 else f"{ONES[day % 10]} و{tens}"


days = st.dates(date(1950, 1, 1), date(2077, 1, 1))
digits = st.sampled_from([{}, INDIC, PERSIAN])
tails = st.sampled_from(["", ".", "، قال", " إن", "\nثم"])
leads = st.sampled_from(["", "في ", "منذ ", "وقع يوم ", "(", "حتى "])


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, date]:
    """A Gregorian day in some family, order and digits."""
    day = draw(days)
    family = draw(st.sampled_from(SOLAR))
    name = draw(st.sampled_from(FAMILIES[family][day.month]))
    other = draw(st.sampled_from(SOLAR))
    pair = draw(st.sampled_from(["{0}", "{0}/{1}", "{0} / {1}", "{0} ({1})", "{0}({1})", "{0} {1}"]))
    month = pair.format(name, FAMILIES[other][day.month][0])
    numeral = draw(st.sampled_from([str(day.day), f"{day.day:02d}", in_words(day.day), f"الـ{day.day}"]))
    join = " من " if numeral[0] == "ا" else draw(st.sampled_from([" ", " من ", " شهر "]))
    year = draw(st.sampled_from([" {}", " {}م", " {} م", " عام {}", " من عام {}", " سنة {}"])).format(day.year)
    return f"{numeral}{join}{month}{year}".translate(draw(digits)), day


@given(printed(), leads, tails)
@settings(max_examples=400, deadline=None)
def test_a_printed_day_parses_back(case: tuple[str, date], lead: str, tail: str) -> None:
    text, day = case
    found = find(lead + text + tail)
    assert [d.value for d in found] == [day.isoformat()]
    assert text in found[0].text


NUMERIC = ["{d}/{m}/{y}", "{d} / {m} / {y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{y}-{m:02d}-{d:02d}", "{y}/{m}/{d}"]
HIJRI = ["{d} {n} {y}هـ", "{d} من {n} {y} هـ", "{w} من شهر {n} {y}هـ", "{d}/{m}/{y}هـ", "{d} / {m} / {y} ه"]


@given(days, st.sampled_from(NUMERIC), digits)
@settings(max_examples=150, deadline=None)
def test_a_day_in_numbers_parses_back(day: date, form: str, script: dict[int, int]) -> None:
    text = form.format(d=day.day, m=day.month, y=day.year).translate(script)
    assert [(d.text, d.value) for d in find(f"بتاريخ {text} قال")] == [(text, day.isoformat())]


@given(st.integers(1344, 1499), st.integers(1, 12), st.integers(1, 29), st.data())
@settings(max_examples=200, deadline=None)
def test_a_hijri_day_parses_back(year: int, month: int, day: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(FAMILIES["hijri"][month]))
    form = data.draw(st.sampled_from(HIJRI))
    text = form.format(d=day, w=in_words(day), n=name, m=month, y=year)
    expected = Hijri(year, month, day).to_gregorian()
    found = find(f"في {text}، قال")
    assert [(d.value, d.calendar) for d in found] == [(expected.isoformat(), "hijri")]


@given(days.filter(lambda d: d.day > 1), st.sampled_from(SOLAR), st.data())
@settings(max_examples=100, deadline=None)
def test_a_month_parses_back(day: date, family: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(FAMILIES[family][day.month]))
    assert [d.value for d in find(f"في شهر {name} {day.year}")] == [f"{day.year}-{day.month:02d}"]


@given(days)
@settings(max_examples=100, deadline=None)
def test_weekdays_stand_next_to_publication(day: date) -> None:
    for number, name in enumerate(WEEKDAYS, 1):
        found = find(f"{name} الماضي. {name}. {name} المقبل", day.isoformat())
        last, plain, following = (date.fromisoformat(d.value) for d in found)
        assert {last.isoweekday(), plain.isoweekday(), following.isoweekday()} == {number}
        assert 1 <= (day - last).days <= 7 and 0 <= (day - plain).days <= 6 and 1 <= (following - day).days <= 7


LENGTHS = [("يوما", "P{}D"), ("ساعة", "PT{}H"), ("عاما", "P{}Y"), ("شهرا", "P{}M"), ("أسبوعا", "P{}W")]


@given(st.integers(1, 400), st.sampled_from(LENGTHS))
def test_a_length_parses_back(count: int, unit: tuple[str, str]) -> None:
    assert [d.value for d in find(f"استمر {count} {unit[0]}")] == [unit[1].format(count)]


@given(st.integers(1343, 1500), st.integers(1, 12), st.integers(1, 28))  # Ramadan of 1343 has 28 days in them
@settings(deadline=None)
def test_conversion_agrees_with_the_tables(year: int, month: int, day: int) -> None:
    there = hijri_to_gregorian(year, month, day)
    assert there is not None
    assert gregorian_to_hijri(there) == (year, month, day) if there < date(2077, 11, 1) else True


def test_conversion_beyond_the_tables_joins_them() -> None:
    assert hijri_to_gregorian(1, 1, 1) == date(622, 7, 19)  # 16 July 622 in the Julian calendar
    joint = hijri_to_gregorian(1342, 12, 29)
    first = Gregorian(1924, 8, 1).to_hijri()
    assert joint is not None and (first.year, first.month, first.day) == (1343, 1, 1)
    assert abs((date(1924, 8, 1) - joint).days) <= 3
    assert hijri_to_gregorian(1436, 13, 1) is None


# Letters, digits and marks of Arabic, words of time, and whatever else there is.
fragments = st.one_of(
    st.sampled_from([
        "يوم ", "الأحد", " الماضي", "2015", "١٤٣٦", "هـ", "شهر", "رمضان ", "من ", "قبل ", "عامين", "الساعة ", "مساء ",
        "/", "-", "(", ")", "\n", "\u0640", "\u064b", "\u200f", "\u2067", "\u00a0", "\ufefc", "\u0654", "ونصف", "كل ",
        "و", "ال", "\u2028", "\r", "12:30", "الربع الأول",
    ]),
    st.text(max_size=6),
)  # fmt: skip


PUBLISHED = [None, "2025-05-30", "0001-01-01", "9999-12-31", "nonsense"]


@given(st.lists(fragments, max_size=40).map("".join), st.sampled_from(PUBLISHED))
@settings(max_examples=500, deadline=None)
def test_offsets_hold_on_any_text(text: str, published: str | None) -> None:
    end = 0
    for number, found in enumerate(find(text, published), 1):
        assert text[found.start : found.end] == found.text
        assert found.id == f"d{number}" and end <= found.start < found.end
        assert "\n" not in found.text and found.text == found.text.strip()
        assert found.value
        end = found.end


@pytest.mark.parametrize("published", ["2025-05-30T10:00:00Z", "2025-05-30"])
def test_publication_times_are_read(published: str) -> None:
    assert [d.value for d in find("أمس", published)] == ["2025-05-29"]
