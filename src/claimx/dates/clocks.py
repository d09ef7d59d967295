"""Parts of the day and clock times: «مساء أول من أمس», «الساعة الحادية عشرة من مساء اليوم», «23:15 بتوقيت غرينتش»."""

from __future__ import annotations

from dataclasses import replace

from claimx.dates.days import day_expression
from claimx.dates.lexicon import Lexicon
from claimx.dates.nodes import Point
from claimx.dates.numbers import cardinal, ordinal
from claimx.dates.tokens import Line

_OPEN, _CLOSE = ("(", "["), (")", "]")


def _hours_lead(line: Line, index: int) -> int:
    """The index behind «ساعة متأخرة من», «الساعات الأولى من», «ساعات», or the same index."""
    form = line.at(index).form("unit")
    if form is None or form.value.name != "hour" or form.value.count == "two":
        return index
    at = index + 1
    if line.at(at).has("late_hours") or line.at(at).has("first_hours"):
        at += 1
    elif form.value.count == "one":
        return index
    if line.text(at) == "من":
        at += 1
    return at


def part_of_day(line: Line, index: int) -> Point | None:
    """«مساء السبت», «فجر اليوم», «بعد ظهر (أمس)», «ليل الأحد-الاثنين», «هذا المساء», «خلال الظهيرة»."""
    night = line.match("relative_nights", index)
    if night is not None:
        point = Point(index, night[1], night[0].strip, relative=int(night[0].value), part="NI")
        per_night = line.text(night[1] - 1) == "الليله" and line.text(index - 1) == "في"
        if line.match("relative_days", night[1]) is None and not per_night:
            return point
    at = _hours_lead(line, index)
    lead = line.at(index).form("unit") if at > index else None
    demonstrative = line.at(index).form("demonstratives")
    if demonstrative is not None and demonstrative.value == "this":
        alone = line.match("parts_of_day_alone", index + 1)
        if alone is not None and not alone[0].strip:
            return Point(index, alone[1], demonstrative.strip, relative=0, part=alone[0].value)
    found = line.match("parts_of_day", at)
    if found is not None and not (at > index and found[0].strip):
        form, end = found
        strip = lead.strip if lead is not None else form.strip
        inner = end
        extra = _hours_behind(line, inner) if form.definite else inner
        if line.text(extra) in ("من", "ل", "لل"):
            extra += 1
        opened = line.text(extra) in _OPEN
        days = day_expression(line, extra + 1 if opened else extra)
        clitic_ok = days is not None and (not days[0].strip or (days[0].strip == 1 and extra > end))
        if days is not None and clitic_ok and (not form.definite or extra > end):
            day = days[0]
            stop = day.end
            if opened:
                if line.text(stop) not in _CLOSE:
                    return None
                stop += 1
            stop = _second_night(line, stop, form.value)
            return replace(day, start=index, end=stop, strip=strip, part=form.value)
        if form.definite and lead is not None:  # «ساعات الصباح الأولى»
            stop = extra if line.at(extra - 1).has("first_hours") else end
            return Point(index, stop, strip, relative=0, part=form.value)
        if not form.definite and line.at(end).has("relative_nights"):
            return None
    alone = line.match("parts_of_day_alone", index)
    if alone is not None and line.at(index - 1).has("small.before_part"):
        return Point(index, alone[1], alone[0].strip, relative=0, part=alone[0].value)
    return None


def _hours_behind(line: Line, index: int) -> int:
    return index + 1 if line.at(index).has("first_hours") or line.text(index) == "الباكر" else index


def _second_night(line: Line, index: int, part: str) -> int:
    """«ليل الأحد-الاثنين», «ليل الجمعة السبت»: the night belongs to the first day, the span holds both."""
    if part != "NI":
        return index
    at = index + 1 if line.text(index) in ("-", "/") else index
    form = line.at(at).form("weekdays")
    return at + 1 if form is not None and not form.strip else index


def clock(line: Line, index: int, lexicon: Lexicon) -> Point | None:
    """A clock time, with its part of the day, its day and its zone; the value is the local time that is told."""
    token = line.at(index)
    headed = token.has("clock_words")
    at = index + 1 if headed else index
    strip = token.info.forms["clock_words"].strip if headed else 0
    named = not headed and not token.digits
    bracketed = headed and line.text(at) in _OPEN and line.text(at + 2) in _CLOSE
    read = _hour(line, at + 1 if bracketed else at, headed or named)
    if read is not None and bracketed:
        read = (read[0], read[1], read[2] + 1)
    if read is None or (named and not _hour_alone(line, index, read[2])):
        return None
    hour, minute, at = read
    strip = token.info.forms["ordinals"].strip if named else strip
    if headed and minute is None:
        minute, at = _minutes(line, at)
    point = Point(index, at, strip, clock=(hour, minute))
    vouched = headed
    zone = _zone(line, at)
    if zone > at:
        at, vouched = zone, True
    part, at_part = _part(line, at, lexicon)
    if part is not None:
        at, vouched = at_part, True
        zone = _zone(line, at)
        at = max(at, zone)
    day: Point | None = None
    behind = at + 1 if line.text(at) in ("من", "،", ",") else at
    if part is None:
        day = part_of_day(line, behind)
        if day is not None and not day.strip and day.part is not None:
            part, at, vouched = day.part, day.end, True
        else:
            day = None
            noun = line.match("parts_of_day", behind)
            if noun is not None and behind > at and not noun[0].strip:
                part, at, vouched = noun[0].value, noun[1], True
    if day is None:
        behind = at + 1 if line.text(at) in ("من", "،", ",") else at
        found = day_expression(line, behind)
        one = found[0] if found is not None and len(found) == 1 and not found[0].strip else None
        whole = one is not None and (one.day is None or one.month is not None)
        if one is not None and whole and (vouched or one.relative is not None):
            day, at, vouched = one, one.end, True
    if not vouched:
        return None
    at = max(at, _zone(line, at))
    hour = _shift(hour, part)
    if day is not None:
        point = replace(day, start=index, strip=strip, clock=(hour % 24, minute), part=None)
        point.next_day = hour == 24
    else:
        point.clock, point.next_day = (hour % 24, minute), hour == 24
    point.end = at
    about = line.before("modifiers", index)
    if about is not None and about[0].value == "APPROX":
        point.mod = "APPROX"
    return point


def _hour_in_digits(line: Line, index: int) -> bool:
    """«من 4 إلى 12 مساء»: a number behind a word that leads to an hour, with its part of the day and no other day."""
    before = line.at(index - 1)
    part = line.match("parts_of_day_adverbs", index + 1)
    if part is None or part[0].strip or not (before.has("small.before_clock") or before.has("range_words")):
        return False
    return len(line.text(index)) < 3 and day_expression(line, part[1]) is None


def _hour_alone(line: Line, index: int, end: int) -> bool:
    """Whether an ordinal is an hour without «الساعة»: «الثالثة عصرا», not «المرة الثالثة مساء», «الثالث مساء أمس»."""
    if line.match("parts_of_day_adverbs", end) is None or line.text(index)[-1:] != "ه":
        return False
    before = line.text(index - 1)
    return not (before.startswith(("ال", "لل", "بال", "وال")) and before.endswith("ه"))


def _hour(line: Line, index: int, headed: bool) -> tuple[int, int | None, int] | None:
    token = line.at(index)
    if token.digits:
        whole, mark, rest = token.text.partition(":")
        if not mark and headed:
            whole, mark, rest = token.text.replace(",", ".").partition(".")
        if mark:
            rest = rest.split(":")[0]
            shaped = whole.isdecimal() and rest.isdecimal() and len(whole) <= 2 and len(rest) == 2
            return (int(whole), int(rest), index + 1) if shaped and int(whole) <= 24 and int(rest) < 60 else None
        if token.number is None or not (headed or _hour_in_digits(line, index)):
            return None
        if len(token.text) == 4 and token.number // 100 < 24 and token.number % 100 < 60:
            return token.number // 100, token.number % 100, index + 1
        return (token.number, None, index + 1) if token.number <= 24 and len(token.text) < 3 else None
    if not headed:
        return None
    found = ordinal(line, index)
    form = line.at(index).form("ordinals")
    if found is None or form is None or found[0] > 12 or (headed and found[2]):
        return None
    if not line.text(index)[form.strip :].startswith(("ال", "ل")):
        return None
    return found[0], None, found[1]


def _minutes(line: Line, index: int) -> tuple[int | None, int]:
    """«والنصف», «والربع», «إلا ربعا», «و20 دقيقة» behind an hour."""
    token = line.at(index)
    for words, minute in (("half_words", 30), ("quarter_words", 15), ("third_words", 20)):
        form = token.form(words)
        if form is not None and form.clitic == "و":
            return minute, index + 1
    if token.text == "و" or (token.has("cardinals") and token.info.forms["cardinals"].clitic == "و"):
        at = index + 1 if token.text == "و" else index
        found = cardinal(line, at)
        if found is not None and found[0] < 60 and not found[0] % 1:
            unit = line.at(found[1]).value("unit")
            if unit is not None and unit.name == "minute":
                return int(found[0]), found[1] + 1
    return None, index


def _part(line: Line, index: int, lexicon: Lexicon) -> tuple[str | None, int]:
    found = line.match("parts_of_day_adverbs", index)
    if found is not None and not found[0].strip:
        # «مساء» is the noun, too: «مساء اليوم» is read with its day
        if line.match("parts_of_day", index) is not None and day_expression(line, found[1]) is not None:
            return None, index
        return found[0].value, found[1]
    half = lexicon.half_days.get(line.text(index))
    if half is not None and line.at(index + 1).text != ".":
        return half, index + 1
    return None, index


def _zone(line: Line, index: int) -> int:
    """The index behind «بتوقيت غرينتش», «بالتوقيت المحلي», «ت غ», «ت.م», «GMT»; the same index where there is none."""
    opened = line.text(index) in _OPEN
    at = index + 1 if opened else index
    token = line.at(at)
    end = index
    if token.has("zone_words"):
        if line.at(at + 1).has("zone_adjectives"):
            end = at + 2
            after = line.text(end)
            if after.startswith("ل") and len(after) > 3 and after[0] == "ل" and not line.at(end).info.forms:
                end += 1
        elif line.text(at + 1)[:1].isalpha():
            end = at + 2
            if line.at(at + 1).bare("small.zone_compounds"):
                end += 1
    elif token.text == "ت":
        inner = at + 2 if line.text(at + 1) == "." else at + 1
        if line.at(inner).bare("zone_initials"):
            end = inner + 1
    elif token.text.upper() in ("GMT", "UTC"):
        end = at + 1
    if end > index and opened:
        return end + 1 if line.text(end) in _CLOSE else index
    return end


def _shift(hour: int, part: str | None) -> int:
    """The hour of the twenty-four that a part of the day makes of a told one; 24 is the midnight that ends the day."""
    if part in ("EV", "AF") and hour < 12:
        return hour + 12
    if part == "MI" and hour < 6:
        return hour + 12
    if part == "NI":
        return hour + 12 if 6 <= hour < 12 else 24 if hour == 12 else hour
    if part == "EV" and hour == 12:
        return 24
    if part == "MO" and hour == 12:
        return 0
    return hour


def midnight_or_noon(line: Line, index: int) -> Point | None:
    """«منتصف الليل», «منتصف ليل الخميس», «منتصف النهار»: the midnight is the one that ends the day."""
    for category, hour in (("midnight", 0), ("noon", 12)):
        found = line.match(category, index)
        if found is None:
            continue
        end = found[1]
        at = end + 1 if line.text(end) == "من" else end
        days = day_expression(line, at)
        point = Point(index, end, found[0].strip, relative=0)
        named = line.text(end - 1).startswith("ال")
        if days is not None and not days[0].strip and (at > end or not named):
            point = replace(days[0], start=index, strip=found[0].strip, end=_second_night(line, days[0].end, "NI"))
        elif not named:
            continue
        point.end = max(point.end, _zone(line, point.end))
        point.clock, point.next_day = (hour, 0), hour == 0
        return point
    return None
