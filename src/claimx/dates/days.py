"""Days: «الثاني من يونيو المقبل», «22/10/1436هـ», «أمس الجمعة», «اليوم (الاثنين)», «يوم الأربعاء القادم»."""

from __future__ import annotations

from dataclasses import replace

from claimx.dates.nodes import Calendar, Point
from claimx.dates.numbers import ordinal
from claimx.dates.periods import read_month, year_tail
from claimx.dates.tokens import Line
from claimx.dates.years import looks_hijri

_OPEN, _CLOSE = ("(", "["), (")", "]")
_SEPARATORS = ("/", "-", "\\")


def day_number(line: Line, index: int) -> tuple[int, int, int, bool] | None:
    """A day of the month: (day, index behind, clitics, ordinal in words)."""
    token = line.at(index)
    if token.digits:
        day = token.number
        return (day, index + 1, 0, False) if day and day <= 31 and len(token.text) < 3 else None
    after = line.at(index + 1)
    if token.text == "(" and line.text(index + 2) == ")" and after.number and after.number <= 31:
        return after.number, index + 3, 0, False
    if token.text in ("ال", "وال", "بال", "لل", "فال") and after.number and after.number <= 31:
        return after.number, index + 2, len(token.text) - 2 if token.text != "لل" else 1, False
    if token.has("first_days"):
        return 1, index + 1, token.info.forms["first_days"].strip, True
    found = ordinal(line, index)
    if found is not None and found[0] <= 31:
        return found[0], found[1], found[2], True
    return None


def _hijri_mark(line: Line, index: int) -> tuple[Calendar | None, int]:
    token = line.at(index)
    if token.bare("hijri_marks"):
        return "hijri", index + 1 + (line.text(index + 1) == "ـ")
    if token.bare("gregorian_marks"):
        return "gregorian", index + 1
    return None, index


def numeric_date(line: Line, index: int) -> Point | None:
    """«22/10/1436هـ», «6/ 8/ 2015», «23-7-1956», «2025-05-30», «9.5.2020»: Hijri by its mark or its year."""
    token = line.at(index)
    if not token.digits:
        return None
    numbers: list[tuple[int, int]] = []
    if token.text.count(".") == 2:
        parts = token.text.split(".")
        if not all(p.isdecimal() and len(p) <= 4 for p in parts):
            return None
        numbers = [(int(p), len(p)) for p in parts]
        end = index + 1
    else:
        at, separator = index, ""
        while len(numbers) < 3 and line.at(at).number is not None and len(line.text(at)) <= 4:
            numbers.append((line.at(at).number or 0, len(line.text(at))))
            at += 1
            if len(numbers) == 3 or line.text(at) not in _SEPARATORS or (separator and line.text(at) != separator):
                break
            separator = line.text(at)
            while line.text(at) == separator:
                at += 1
        end = at
    if len(numbers) != 3 or (line.text(end) in _SEPARATORS and line.at(end + 1).digits and not line.at(end).gap):
        return None
    (a, la), (b, lb), (c, lc) = numbers
    if la == 4:
        year, month, day = a, b, c
    elif lc == 4 or (lc == 2 and la <= 2 and lb <= 2):
        day, month, year = a, b, c
        if lc == 2:
            year += 2000 if year < 60 else 1900
    else:
        return None
    if month > 12 >= day:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2200):
        return None
    mark, end = _hijri_mark(line, end)
    calendar = mark or ("hijri" if looks_hijri(year) or 1300 <= year <= 1500 else "gregorian")
    return Point(index, end, calendar=calendar, year=year, year_calendar=calendar, month=month, day=day)


def partial_date(line: Line, index: int) -> Point | None:
    """«6 / 11» with the year further on: read only as the first end of a range, or behind a weekday."""
    a, b = line.at(index), line.at(index + 2)
    if a.number is None or b.number is None or line.text(index + 1) != "/" or len(a.text) > 2 or len(b.text) > 2:
        return None
    if not (1 <= a.number <= 31 and 1 <= b.number <= 12):
        return None
    return Point(index, index + 3, month=b.number, day=a.number)


def dates(line: Line, index: int, *, headed: bool = False) -> list[Point] | None:
    """A date, or several that share month and year: «16 و17 جوان 2016», «من 5 إلى 8 مايو», «26 - 29/10/1436هـ».

    Args:
        line: The tokens.
        index: Where to read.
        headed: «يوم» stands before it: a bare number is then a day of the current month.
    """
    waiting: list[Point] = []
    first = partial_date(line, index)
    if first is not None and line.at(first.end).has("range_words"):
        other = numeric_date(line, first.end + 1)
        if other is not None:
            return _share([first], other)
    at = index
    for _ in range(6):
        whole = numeric_date(line, at)
        if whole is not None:
            return _share(waiting, whole)
        number = day_number(line, at)
        if number is None:
            break
        day, end, strip, worded = number
        whole = _with_month(line, at, day, end, strip, worded, headed or bool(waiting))
        if whole is not None:
            return _share(waiting, whole)
        waiting.append(Point(at, end, strip, day=day))
        following = _next_day(line, end)
        if following is None:
            break
        at = following
    if headed and len(waiting) == 1 and line.at(index).digits:
        after = line.at(waiting[0].end)
        if not after.has("unit") and after.text not in ("%", "/", ":", "-") and not after.has("counted_things"):
            return [replace(waiting[0], unit="month", deixis="this")]
    return None


def _next_day(line: Line, index: int) -> int | None:
    """Where the next day of a list begins: behind «و», «-», «إلى», «أو» or a comma; None where there is none."""
    token = line.at(index)
    if token.text in ("و", "-", "،", ",") or token.has("range_words") or token.has("alternatives"):
        index += 1
        if line.text(index) in ("يوم", "-"):
            index += 1
        return index
    form = token.form("ordinals") or token.form("cardinals")
    if form is not None and form.clitic == "و":
        return index
    return index if token.text == "وال" else None


def _share(waiting: list[Point], whole: Point) -> list[Point]:
    """Give the days before ``whole`` what they share with it."""
    out = []
    for point in waiting:
        month = point.month if point.month is not None else whole.month
        out.append(replace(whole, start=point.start, end=point.end, strip=point.strip, day=point.day, month=month))
    return [*out, whole]


def _with_month(
    line: Line, start: int, day: int, end: int, strip: int, worded: bool, listed: bool
) -> Point | None:  # fmt: skip
    """The month behind a day: by name, by number in words, «من الشهر الجاري», or «الجاري» alone."""
    at = end
    if line.text(at) in ("من", "-", "/", "،") and (line.text(at) == "من" or line.at(at + 1).has("month")):
        at += 1
    if line.at(at).has("month_words") and line.match("month", at) is None:
        inner = line.match("month", at + 1)
        if inner is not None and not inner[0].strip:
            at += 1
    found = read_month(line, at)
    if found is not None:
        form = line.match("month", at)
        if form is not None and form[0].strip and not (form[0].clitic == "ل" and at == end):
            return None
        month, behind, _sure = found
        calendar: Calendar = "hijri" if month.calendar == "hijri" else "gregorian"
        point = Point(start, behind, strip, calendar=calendar, month=month.number, day=day)
        if line.text(behind) in ("-", "/") and line.at(behind + 1).number and len(line.text(behind + 1)) == 4:
            behind += 1
        point.end = max(point.end, year_tail(line, behind, point))
        bare_number = line.at(at).has("cardinals") and point.year is None and point.deixis is None
        if bare_number and not (at > end and line.text(end) in ("من", "شهر")):
            return None  # «2 صفر», «3 - صفر»: a score
        return point
    token = line.at(at)
    # «14 من الشهر ذاته», «العشرين من الشهر الجاري», «الثامن من الشهر الثامن»
    lead = token.has("same") or token.has("demonstratives")
    unit = line.at(at + 1 if lead else at).form("unit")
    if unit is not None and unit.value.name == "month" and unit.value.count == "one" and unit.definite and at > end:
        point = Point(start, at + 1, strip, day=day, unit="month")
        if lead:
            point.deixis = "this" if token.value("demonstratives") == "this" else "same"
            point.end = at + 2
            return point
        after = line.at(at + 1)
        if after.has("same_after"):
            point.deixis, point.end = "same", at + 2
        elif after.value("deixis") in ("this", "next", "last", "before", "after"):
            point.deixis, point.end = after.value("deixis"), at + 2
        else:
            nth = ordinal(line, at + 1)
            if nth is not None and nth[0] <= 12 and not nth[2]:
                return Point(start, nth[1], strip, day=day, month=nth[0])
            point.deixis = "this"
        return point
    # «15 الجاري»: of the current month
    if at == end or line.text(end) == "من":
        form_ = token.form("deixis")
        if form_ is not None and form_.value in ("this", "next", "last") and not form_.strip:
            if (worded and at == end) or (not listed and form_.value != "this"):
                return None
            return Point(start, at + 1, strip, day=day, unit="month", deixis=form_.value)
    return None


def day_expression(line: Line, index: int) -> list[Point] | None:
    """A day by any of its names, with the others behind it: «يوم أمس (الأربعاء)», «اليوم الأحد 19 مارس 2017»."""
    token = line.at(index)
    at, strip, headed = index, 0, False
    dual = token.form("construct_duals")
    counted = token.form("counted_days")
    relative = line.match("relative_days", index)
    if relative is None:
        if dual is not None and dual.value == "day":
            found = dates(line, index + 1, headed=True)
            if found is None:
                found = _weekday_pair(line, index + 1)
            if found is not None and not found[0].strip:
                found[0].start, found[0].strip = index, dual.strip
                return found
            return None
        if counted is not None:
            at, strip, headed = index + 1, counted.strip, True
            relative = line.match("relative_days", at)
            if relative is not None and relative[0].strip:
                relative = None
    if relative is not None:
        form, end = relative
        point = Point(index, end, strip if headed else form.strip, relative=int(form.value))
        return [_with_part(line, _more(line, point))]
    weekday = line.at(at).form("weekdays")
    if weekday is not None and not (headed and weekday.strip):
        point = Point(index, at + 1, strip if headed else weekday.strip, weekday=int(weekday.value))
        return [_with_part(line, _more(line, point))]
    found = dates(line, at, headed=headed)
    if found is not None and headed:
        if found[0].strip:
            return None
        found[0].start, found[0].strip = index, strip
    return found


def _with_part(line: Line, point: Point) -> Point:
    """«غدا صباحا», «الجمعة مساء»: the part of the day behind it."""
    found = line.match("parts_of_day_adverbs", point.end)
    if found is None or found[0].strip or point.part is not None:
        return point
    if line.match("parts_of_day", point.end) is not None:  # «أمس مساء», but «الجمعة مساء اليوم» is two
        relative, weekday = line.match("relative_days", found[1]), line.at(found[1]).form("weekdays")
        if (relative and not relative[0].strip) or (weekday and not weekday.strip) or line.text(found[1]) == "يوم":
            return point
    return replace(point, end=found[1], part=found[0].value)


def _weekday_pair(line: Line, index: int) -> list[Point] | None:
    """«يومي السبت والأحد المقبلين»: two days."""
    first, second = line.at(index).form("weekdays"), line.at(index + 1).form("weekdays")
    if first is None or first.strip:
        return None
    points = [Point(index, index + 1, 0, weekday=int(first.value))]
    if line.at(index - 1).has("unit") and (second is None or second.clitic != "و"):
        return None  # «أيام الجمعة»: all Fridays
    if second is not None and second.clitic == "و":
        other = _more(line, Point(index + 1, index + 2, second.strip, weekday=int(second.value)))
        points[0].deixis, points[0].unit = other.deixis, other.unit
        points.append(other)
    return points


def _more(line: Line, point: Point) -> Point:
    """What follows a day's first name and names the same day: weekday, «الماضي», a date, in brackets or not."""
    at = point.end
    if point.weekday is None:
        opened = line.text(at) in _OPEN
        aside = line.text(at) in ("،", ",") and line.text(at + 2) in ("،", ",", ".", ")", "")  # «أمس الأول، السبت،»
        inner = at + 1 if opened or aside else at
        weekday = line.at(inner).form("weekdays")
        if weekday is not None and not weekday.strip:
            point.weekday = int(weekday.value)
            at = inner + 1
            if opened and line.text(at) in _CLOSE:
                at += 1
            point.end = at
    if point.weekday is not None and point.relative is None:
        form = line.at(at).form("deixis")
        if form is not None and not form.strip and form.value in ("this", "next", "last", "before", "after"):
            point.deixis, point.unit = form.value, "weekday"
            at = point.end = at + 1
        else:
            relative = line.match("relative_days", at)
            if relative is not None and not relative[0].strip and relative[0].value in (-1, -2, 1, 2):
                point.relative = int(relative[0].value)
                at = point.end = relative[1]
    # A date behind it, if it is one day alone
    inner, opened = at, False
    if line.text(inner) in _OPEN:
        inner, opened = inner + 1, True
    elif line.text(inner) in ("،", ","):
        inner += 1
    if line.at(inner).has("correspondences"):
        inner += 1
        if line.text(inner) in ("ل", "يوم"):
            inner += 1
    named = dates(line, inner)
    if named is not None and len(named) == 1 and not (named[0].strip and named[0].strip != 1):
        date = named[0]
        end = date.end
        if point.weekday is not None and line.text(inner)[-1:] == "ه" and line.at(inner).has("ordinals"):
            # «الجمعة الثالثة من مايو»: the third Friday, known to the month only
            return replace(date, start=point.start, end=end, strip=point.strip, day=None)
        if opened:
            if line.text(end) not in _CLOSE:
                return point
            end += 1
        return replace(
            date, start=point.start, end=end, strip=point.strip, weekday=point.weekday, relative=point.relative
        )  # fmt: skip
    partial = partial_date(line, inner)
    if partial is not None and point.weekday is not None:
        end = partial.end
        if opened and line.text(end) in _CLOSE:
            end += 1
        return replace(partial, start=point.start, end=end, strip=point.strip, weekday=point.weekday)
    return point
