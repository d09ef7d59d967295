"""Months, and what lies between and beyond them: weeks, quarters, halves, seasons, parts of longer times."""

from __future__ import annotations

from dataclasses import replace

from claimx.dates.centuries import century, decade
from claimx.dates.lexicon import Month
from claimx.dates.nodes import Calendar, Point
from claimx.dates.numbers import ordinal
from claimx.dates.tokens import Line
from claimx.dates.years import read_year, years

_DASHES = ("-", "/")
_OPEN, _CLOSE = ("(", "["), (")", "]")


def read_month(line: Line, index: int) -> tuple[Month, int, bool] | None:
    """A month's name, a second name of the same month behind it («حزيران/يونيو», «أيار (مايو)») and epithets.

    Returns:
        The month, the index behind, and whether more than a name that is another word, too, vouches for it.
    """
    found = line.match("month", index)
    if found is None:
        return None
    month: Month = found[0].value
    end = found[1]
    sure = not line.at(index).has("weak_months")
    at = end
    bracket = line.text(at) in _OPEN
    if line.text(at) in _OPEN or line.text(at) in _DASHES:
        at += 1
    pair = line.match("month", at)
    if pair is not None and pair[0].value == month and pair[0].strip == 0:
        end, sure = pair[1], True
        if bracket and line.text(end) in _CLOSE:
            end += 1
    while line.at(end).has("month_epithets") and month.calendar == "hijri":
        end, sure = end + 1, True
    return month, end, sure


def _deixis(line: Line, index: int) -> tuple[str, int] | None:
    form = line.at(index).form("deixis")
    return (form.value, index + 1) if form is not None and not form.strip else None


def year_tail(line: Line, index: int, point: Point, *, month: bool = True) -> int:
    """Read what settles the year behind a month, quarter or season into ``point``; the index behind it.

    «2015», «من عام 2015», «الماضي», «المقبل 2016», «من العام الماضي», «السنة الماضية», «هذا العام», «من كل سنة».
    """
    at = index
    if month:
        found = _deixis(line, at)
        if found is not None and found[0] not in ("recent", "first"):
            point.deixis, point.unit = found[0], "month"
            at = index = found[1]
    if line.text(at) in ("من", "ل", ",", "،") or line.text(at) == "لل":
        at += 1
    word = line.at(at)
    demonstrative = word.value("demonstratives") or ("same" if word.has("same") else None)
    if demonstrative is not None and line.at(at + 1).value("unit") is not None:
        unit = line.at(at + 1).form("unit")
        if unit is not None and unit.definite and unit.value.name == "year" and unit.value.count == "one":
            point.year_deixis = "this" if demonstrative == "this" else "same"
            index = at + 2
            year = read_year(line, index)
            if year is not None:
                point.year, point.year_calendar, index = year
            return index
    if word.has("every") and line.at(at + 1).has("year_words"):
        point.every_year = True
        return index
    if word.has("year_words") or (word.text.startswith("ال") and word.value("unit") is not None):
        form = word.form("unit")
        if form is not None and form.value.name == "year" and form.value.count == "one":
            year = read_year(line, at + 1)
            if year is not None:
                point.year, point.year_calendar, index = year
                return index
            found = _deixis(line, at + 1)
            if form.definite and found is not None:
                point.year_deixis, index = found
                year = read_year(line, index)
                if year is not None:
                    point.year, point.year_calendar, index = year
                return index
            if form.definite and line.at(at + 1).has("same_after"):
                point.year_deixis = "same"
                return at + 2
        return index
    if line.text(index) in (",", "،") and at > index:
        year = read_year(line, at)
        if year is not None and line.at(at).digits and year[0] > 1300:
            point.year, point.year_calendar, index = year
        return index
    if at > index and line.text(index) != "من":
        return index
    year = read_year(line, at)
    if year is not None and (line.at(at).digits or at > index):
        point.year, point.year_calendar, index = year
    return index


def month_expression(line: Line, index: int) -> Point | None:
    """«يوليو الماضي», «شهر مايو (أيار) 2015», «أكتوبر السنة الماضية»; weak names need a neighbour that vouches."""
    at, headed = index, False
    token = line.at(index)
    if token.has("month_words") and not token.has("month"):
        at, headed = index + 1, True
    found = read_month(line, at)
    if found is None:
        return None
    form = line.match("month", at)
    if form is None or (headed and form[0].strip):
        return None
    month, end, sure = found
    strip = (token.form("month_words") or form[0]).strip if headed else form[0].strip
    point = Point(index, end, strip, calendar=_calendar(month), month=month.number)
    point.end = year_tail(line, end, point)
    if not (sure or headed or point.end > end):
        before = line.at(index - 1)
        if not before.has("month_prepositions") and not line.at(index - 1).has("positions"):
            return None
        following = line.match("month", end)
        if following is not None and following[0].clitic == "و" and before.has("month_prepositions"):
            return point  # «بين مارس ويوليو»
        if form[0].strip or line.at(at).has("lone_never"):
            return None
        if before.text in ("من", "الي", "بعد", "قبل", "بين") and line.text(at) == "مارس":
            return None
    return point


def _calendar(month: Month) -> Calendar:
    return "hijri" if month.calendar == "hijri" else "gregorian"


def unit_expression(line: Line, index: int) -> Point | None:
    """A unit pointed at: «الأسبوع الماضي», «هذا العام», «الشهر ذاته», «نفس اليوم», «العام الجاري 2015»."""
    token = line.at(index)
    demonstrative = token.form("demonstratives")
    same = token.form("same")
    lead = demonstrative or same
    at = index + 1 if lead is not None else index
    word = line.at(at)
    unit = word.form("unit")
    if unit is None or unit.value.count != "one" or not unit.definite or (lead is not None and unit.strip):
        return None
    name = unit.value.name
    strip = lead.strip if lead is not None else unit.strip
    if name in ("second", "minute", "hour"):
        return None
    point = Point(index, at + 1, strip, unit=name)
    if same is not None:
        point.deixis = "same"
        return point if name in ("day", "month", "year", "week") else None
    if demonstrative is not None:
        point.deixis = "this" if demonstrative.value == "this" else "same"
        found = _deixis(line, at + 1)
        if found is not None and found[0] in ("this", "next", "last"):
            point.deixis, point.end = found
        if name == "day" and point.deixis in ("next", "last"):
            return None
    elif line.at(at + 1).has("same_after"):
        point.deixis, point.end = "same", at + 2
        if name == "day" and unit.strip == 0 and line.text(index - 1) == "هذا":
            return None
    else:
        found = _deixis(line, at + 1)
        if found is None or found[0] == "first":
            return None
        point.deixis, point.end = found
        if name == "day" and point.deixis in ("this", "last", "next", "recent"):
            return None
        if line.text(at + 1) == "قبل":
            return None
    if name == "year":
        year = read_year(line, point.end)
        if year is not None and line.at(point.end).digits:
            point.year, point.year_calendar, point.end = year
    if name in ("decade", "lustrum") or (point.deixis == "recent" and name != "year"):
        return None
    if point.deixis == "recent":
        return None
    return point


def _article(line: Line, index: int) -> bool:
    """Whether a word has the article."""
    token = line.at(index)
    return token.text.startswith("ال") and not token.bare("small.not_an_article")


def whole_unit(line: Line, index: int) -> Point | None:
    """«العام», «الشهر», «الأسبوع» alone: the current one, read behind «نهاية», «طيلة» and their like."""
    form = line.at(index).form("unit")
    if form is None or not form.definite or form.strip or form.value.count != "one":
        return None
    if form.value.name not in ("week", "month", "year", "century"):
        return None
    return Point(index, index + 1, 0, unit=form.value.name, deixis="this")


def quarter_or_half(line: Line, index: int) -> Point | None:
    """«الربع الثاني من 2015», «النصف الأول من العام الجاري», «الربع الأخير»; halves of months, too."""
    token = line.at(index)
    quarter, half = token.form("quarters"), token.form("halves")
    lead = quarter or half
    if lead is None:
        return None
    nth = line.at(index + 1)
    order = ordinal(line, index + 1)
    last = nth.bare("last_ordinals")
    if not last and (order is None or order[1] != index + 2 or order[2]):
        return None
    number = (4 if quarter else 2) if last else (order[0] if order else 0)
    if number > (4 if quarter else 2) or (nth.form("ordinals") is None and not last):
        return None
    point = Point(index, index + 2, lead.strip)
    rest = index + 2
    behind = rest + 1 if line.text(rest) == "من" else rest
    if half is not None and behind > rest:
        for read in (month_expression, decade, century):
            inner = read(line, behind)
            if inner is not None:
                return replace(inner, start=index, strip=lead.strip, mod="START" if number == 1 else "END")
        inner = unit_expression(line, behind) or whole_unit(line, behind)
        if inner is not None and inner.unit in ("month", "week", "century"):
            return replace(inner, start=index, strip=lead.strip, mod="START" if number == 1 else "END")
    if quarter is not None:
        point.quarter = number
    else:
        point.half = number
    point.end = year_tail(line, rest, point, month=False)
    if point.end == rest and behind > rest:
        whole = whole_unit(line, behind)
        if whole is not None and whole.unit == "year":
            point.end, point.year_deixis = whole.end, "this"
    if point.end == rest:
        found = _deixis(line, rest)
        if found is not None and found[0] in ("this", "next", "last"):
            point.deixis, point.end = found
            point.unit = "quarter" if quarter else "half"
    if point.end == rest and quarter is None and not token.has("half_years_only"):
        return None  # «النصف الأول» of a match, of a list …
    if point.end == rest and not line.at(index - 1).has("time_prepositions") and not lead.strip:
        return None
    return point


def season(line: Line, index: int) -> Point | None:
    """«صيف 2018», «الخريف المقبل», «فصل الشتاء الماضي», «الصيف» behind a preposition of time."""
    token = line.at(index)
    headed = token.has("season_words") and line.at(index + 1).has("seasons")
    at = index + 1 if headed else index
    form = line.at(at).form("seasons")
    if form is None or (headed and form.strip):
        return None
    lead = token.form("season_words") if headed else form
    definite = line.text(at)[form.strip :].startswith("ال") or "لل" in line.text(at)[:3]
    end = at + 1
    point = Point(index, end, lead.strip if lead else 0, season=form.value)
    found = _deixis(line, end)
    if found is not None and definite and found[0] in ("this", "next", "last", "before", "after"):
        point.deixis, point.end = found
        point.unit = "season"
        year = read_year(line, point.end)
        if year is not None and line.at(point.end).digits:
            point.year, point.year_calendar, point.end = year
        return point
    if line.at(index - 1).has("demonstratives") and definite:
        point.start, point.strip = index - 1, 0
        point.deixis, point.unit = "this", "season"
        return point
    point.end = year_tail(line, end, point, month=False)
    if point.end > end:
        return point if point.year is None or point.year_calendar == "gregorian" else None
    if not definite or line.at(end).has("not_before_a_season"):
        return None
    before = line.at(index - 1)
    return point if headed or before.has("small.before_season") else None


def weekend(line: Line, index: int) -> Point | None:
    """«عطلة نهاية الأسبوع», «نهاية الأسبوع الماضي»."""
    found = line.match("weekends", index)
    if found is None:
        return None
    point = Point(index, found[1], found[0].strip, weekend=True, unit="week")
    following = _deixis(line, found[1])
    if any(line.at(k).has("demonstratives") for k in range(index, found[1])):
        point.deixis = "this"
    elif following is not None and following[0] in ("this", "next", "last", "before", "after"):
        point.deixis, point.end = following
    return point


def same_period(line: Line, index: int) -> Point | None:
    """«نفس الفترة من العام الماضي», «الفترة ذاتها من 2014»: the last quarter, half or month, in another year."""
    token = line.at(index)
    if token.has("same") and line.at(index + 1).has("same_period"):
        strip = (token.form("same") or token.info.forms["same"]).strip
    elif token.has("same_period") and line.at(index + 1).has("same_period_adjectives"):
        strip = token.info.forms["same_period"].strip
    else:
        return None
    point = Point(index, index + 2, strip, same_period=True)
    if line.text(index + 2) != "من":
        return None
    point.end = year_tail(line, index + 2, point, month=False)
    return point if point.end > index + 2 else None


def position(line: Line, index: int) -> Point | None:
    """«أواخر مارس الماضي», «مطلع العام الجاري», «نهاية 2014», «غرة شهر ذي القعدة»: the whole, with a ``mod``."""
    form = line.at(index).form("positions")
    if form is None:
        return None
    at = index + 1
    if form.definite:
        return None
    point: Point | None = None
    for read in (month_expression, quarter_or_half, unit_expression, season, decade, century):
        point = read(line, at)
        if point is not None and not point.strip:
            break
        point = None
    if point is None:
        token = line.at(at)
        if token.has("year_words") or token.digits:
            found = years(line, at)
            if found is not None and not found[0].strip:
                point = found[0]
    if point is None:
        point = whole_unit(line, at)
        if point is not None and _article(line, point.end):
            return None  # «بداية العام الدراسي»
    if point is None or point.strip:
        return None
    if point.unit == "day":
        return None
    first = line.at(index).has("first_days")
    return replace(point, start=index, strip=form.strip, mod=None if first else form.value, first_day=first)
