"""From what the words say to TIMEX3 values, against the day of publication and what was named before.

Values follow TIMEX3 (ISO 24617-1): what is not known is X.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from claimx.dates.calendars import (
    gregorian_to_hijri,
    hijri_month,
    hijri_to_gregorian,
    hijri_year,
    shift_months,
)
from claimx.dates.direction import Direction
from claimx.dates.nodes import Point

# How far from the month of publication a month without a year may lie: (months back, months ahead).
_WINDOWS: dict[str, tuple[int, int]] = {
    "past": (-11, 0), "none": (-7, 4), "ahead": (-6, 5), "future": (-4, 7), "this": (-6, 5),
}  # fmt: skip
_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(slots=True)
class Memory:
    """What an article has named so far: anchors for «الشهر ذاته», «اليوم التالي», «نفس الفترة من العام الماضي».

    ``line_year`` is the year of the last full date of the sentence.
    """

    day: date | None = None
    month: tuple[int, int] | None = None
    year: int | None = None
    week: str | None = None
    period: str | None = None
    line_year: int | None = None

    def note(self, value: str) -> None:
        """Remember a resolved value."""
        head = value.partition("T")[0]
        if head[:4].isdecimal():
            self.year = int(head[:4])
        parts = head.split("-")
        if len(parts) == 2 and parts[0].isdecimal():
            if parts[1][0] in "QH":
                self.period = parts[1]
            elif parts[1].isdecimal():
                self.month = (int(parts[0]), int(parts[1]))
            elif parts[1][0] == "W" and parts[1][1:].isdecimal():
                self.week = head
        if len(parts) == 3 and head.replace("-", "").isdecimal() and head >= "0001":
            self.day = date.fromisoformat(head)
            self.month = (self.day.year, self.day.month)


def resolve(point: Point, anchor: date | None, way: Direction, memory: Memory) -> str:
    """The TIMEX3 value of a point.

    Args:
        point: What was read.
        anchor: Day of publication, or None.
        way: Where a bare weekday or month points.
        memory: What was named before.

    Returns:
        A value such as ``2015-06-02``, ``XXXX-WXX-1``, ``2015-08-05TEV``, ``199X``, ``2015-Q2``.
    """
    try:
        said = _resolve(point, anchor, way, memory)
    except (ValueError, OverflowError):  # beyond the calendar: the first or last years of datetime
        return "XXXX"
    return "XXXX" if said[0] == "-" or said[4:5].isdecimal() or said[:4] == "0000" else said


def _resolve(point: Point, anchor: date | None, way: Direction, memory: Memory) -> str:
    if point.unknown:
        return "XXXX"
    if point.prefix is not None:
        return point.prefix.ljust(4, "X")
    if point.offset is not None and anchor is not None:
        return ago(anchor, *point.offset)
    day = _day(point, anchor, way, memory)
    if point.clock is None:
        return f"{day}T{point.part}" if point.part is not None else day
    hour, minute = point.clock
    if point.next_day and day[:4].isdecimal() and len(day) == 10 and day.replace("-", "").isdecimal():
        day = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    if "W" in day:
        return f"{day}T{hour:02d}"
    return f"{day}T{hour:02d}:{minute or 0:02d}"


def ago(anchor: date, amount: int, unit: str) -> str:
    """The day, week, month or year so many units before (or, with a negative amount, after) the anchor."""
    if unit in ("decade", "century", "lustrum"):
        amount, unit = amount * {"decade": 10, "century": 100, "lustrum": 5}[unit], "year"
    try:
        if unit == "day":
            return (anchor - timedelta(days=amount)).isoformat()
        if unit == "week":
            return _week(anchor - timedelta(weeks=amount))
    except OverflowError:
        return "XXXX"
    if unit == "month":
        year, month = shift_months(anchor.year, anchor.month, -amount)
        return f"{year:04d}-{month:02d}" if year > 0 else "XXXX"
    return f"{anchor.year - amount:04d}" if 0 < anchor.year - amount < 10000 else "XXXX"


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _day(point: Point, anchor: date | None, way: Direction, memory: Memory) -> str:
    """The value without part of day and clock."""
    if point.same_period:
        year = _year(point, anchor, memory)
        return f"{year}-{memory.period}" if memory.period else year
    if point.quarter is not None:
        return f"{_year(point, anchor, memory)}-Q{point.quarter}"
    if point.half is not None:
        return f"{_year(point, anchor, memory)}-H{point.half}"
    if point.season is not None:
        return _season(point, anchor, way, memory)
    if point.weekend:
        return _weekend(point, anchor, way)
    if point.month is not None:
        return _date(point, anchor, way, memory)
    if point.day is not None:
        return _day_of_month(point, anchor, memory)
    if point.relative is not None or point.weekday is not None:
        return _near(point, anchor, way, memory)
    if point.unit is not None:
        return _unit(point, anchor, memory)
    if point.year is not None:
        return _year(point, anchor, memory)
    if point.clock is not None or point.part is not None:
        return anchor.isoformat() if anchor else "XXXX-XX-XX"
    return "XXXX"


def _year(point: Point, anchor: date | None, memory: Memory) -> str:
    """Four digits or XXXX."""
    if point.year is not None:
        if point.year_calendar == "hijri":
            year = hijri_year(point.year)
            return f"{year:04d}" if year else "XXXX"
        return f"{point.year:04d}"
    way = point.year_deixis or (point.deixis if point.unit in ("year", "quarter", "half") else None)
    if way in ("same", "before", "after") and memory.year is not None:
        return f"{memory.year + {'same': 0, 'before': -1, 'after': 1}[way]:04d}"
    if anchor is None:
        return "XXXX"
    shift = {"next": 1, "after": 1, "last": -1, "before": -1}.get(way or "this", 0)
    if point.unit in ("quarter", "half"):
        shift = 0
    return f"{anchor.year + shift:04d}"


def _season(point: Point, anchor: date | None, way: Direction, memory: Memory) -> str:
    name = point.season or "SU"
    if point.year is not None or point.year_deixis is not None:
        return f"{_year(point, anchor, memory)}-{name}"
    if anchor is None:
        return f"XXXX-{name}"
    start = _SEASON_STARTS[name]
    year = anchor.year if anchor.month >= start else anchor.year - 1  # the last one that has begun
    current = (anchor.year - year) * 12 + anchor.month - start < 3
    if point.deixis in ("last", "before"):
        return f"{year - 1 if current else year:04d}-{name}"
    if point.deixis in ("next", "after"):
        return f"{year + 1:04d}-{name}"
    if current or point.deixis == "this":
        return f"{year if current or name == 'WI' else anchor.year:04d}-{name}"
    if way == "past":
        return f"{year:04d}-{name}"
    if way == "future":
        return f"{year + 1:04d}-{name}"
    return f"XXXX-{name}"  # a season as such: «حرارة الصيف»


def _weekend(point: Point, anchor: date | None, way: Direction) -> str:
    if anchor is None:
        return "XXXX-WXX-WE"
    if point.deixis == "this":
        shift = 0
    elif point.deixis in ("next", "after"):
        shift = 1
    elif point.deixis in ("last", "before"):
        shift = -1
    else:
        shift = 0 if way == "future" or anchor.isoweekday() >= 5 else -1
    return f"{_week(anchor + timedelta(weeks=shift))}-WE"


def _near(point: Point, anchor: date | None, way: Direction, memory: Memory) -> str:
    """A day named from today, a weekday, or both."""
    weekday = point.weekday
    if anchor is None:
        return f"XXXX-WXX-{weekday}" if weekday is not None else "XXXX-XX-XX"
    if point.relative is not None:
        day = anchor + timedelta(days=point.relative)
        if weekday is not None:
            # The weekday is what the writer saw on the calendar; the day of publication may be some days late.
            off = (weekday - day.isoweekday() + 5) % 7 - 5
            day += timedelta(days=off)
        return day.isoformat()
    assert weekday is not None
    back, ahead = (anchor.isoweekday() - weekday) % 7, (weekday - anchor.isoweekday()) % 7
    if point.deixis in ("last", "before"):
        day = anchor - timedelta(days=back or 7)
    elif point.deixis in ("next", "after"):
        day = anchor + timedelta(days=ahead or 7)
    elif way in ("future", "ahead"):
        day = anchor + timedelta(days=ahead)
    else:
        day = anchor - timedelta(days=back)
    return day.isoformat()


def _day_of_month(point: Point, anchor: date | None, memory: Memory) -> str:
    """«14 من الشهر ذاته», «15 الجاري», «يوم 12»."""
    day = point.day or 1
    month = (anchor.year, anchor.month) if anchor else None
    if point.deixis in ("same", "before", "after"):
        month = memory.month or month
    elif point.deixis == "this" and month is None:
        month = memory.month
    if month is None:
        return f"XXXX-XX-{day:02d}"
    shift = {"next": 1, "last": -1, "after": 1, "before": -1}.get(point.deixis or "", 0)
    year, number = shift_months(*month, shift)
    return f"{year:04d}-{number:02d}-{min(day, calendar.monthrange(year, number)[1]):02d}"


def _unit(point: Point, anchor: date | None, memory: Memory) -> str:
    """«الأسبوع الماضي», «هذا الشهر», «اليوم التالي», «القرن الماضي»."""
    unit, way = point.unit, point.deixis or "this"
    shift = {"next": 1, "after": 1, "last": -1, "before": -1}.get(way, 0)
    told = way in ("same", "before", "after")
    if unit == "year":
        return _year(point, anchor, memory)
    if unit == "century":
        this = (anchor.year if anchor else 2000) // 100
        return f"{this + shift:02d}XX"
    if unit == "month":
        month = memory.month if told and memory.month else (anchor.year, anchor.month) if anchor else None
        if month is None:
            return "XXXX-XX"
        year, number = shift_months(*month, shift)
        return f"{year:04d}-{number:02d}"
    if unit == "week":
        if told and memory.week and shift == 0:
            return memory.week
        day = memory.day if told and memory.day else anchor
        return _week(day + timedelta(weeks=shift)) if day else "XXXX-WXX"
    day = memory.day if told and memory.day else anchor
    return (day + timedelta(days=shift)).isoformat() if day else "XXXX-XX-XX"


def _date(point: Point, anchor: date | None, way: Direction, memory: Memory) -> str:
    """A month, or a day of one, in either calendar."""
    if point.calendar == "hijri":
        return _hijri(point, anchor, way, memory)
    month = point.month or 1
    day = point.day if not point.first_day else 1
    year = _year_of_month(point, anchor, way, memory, (anchor.year, anchor.month, anchor.day) if anchor else None)
    if year is not None and point.year_calendar == "hijri" and point.year is not None:
        year = hijri_year(point.year)
    if year is None:
        return f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{min(day, calendar.monthrange(year, month)[1]):02d}"


def _year_of_month(
    point: Point, anchor: date | None, way: Direction, memory: Memory, now: tuple[int, int, int] | None
) -> int | None:  # fmt: skip
    """The year of a month or of a day of it, in the calendar of ``now`` (year, month, day of publication)."""
    if point.year is not None:
        return point.year
    if point.every_year:
        return None
    if point.year_deixis is not None:
        if point.year_deixis in ("same", "before", "after") and memory.year is not None:
            return memory.year + {"same": 0, "before": -1, "after": 1}[point.year_deixis]
        return now[0] + {"next": 1, "last": -1}.get(point.year_deixis, 0) if now else None
    if now is None:
        return None
    month, day = point.month or 1, point.day
    if point.deixis in ("last", "before"):
        earlier = (month, day) < (now[1], now[2]) if day is not None else month < now[1]
        return now[0] if earlier else now[0] - 1
    if point.deixis in ("next", "after"):
        later = (month, day) > (now[1], now[2]) if day is not None else month > now[1]
        return now[0] if later else now[0] + 1
    if point.deixis is None and memory.line_year is not None and point.calendar == "gregorian":
        return memory.line_year
    if point.relative is not None or (point.weekday is not None and point.deixis is None):
        fitting = _fitting(point, now)
        if fitting is not None:
            return fitting
    back, ahead = _WINDOWS["this" if point.deixis == "this" else way]
    for year in (now[0], now[0] - 1, now[0] + 1):
        if back <= (year - now[0]) * 12 + month - now[1] <= ahead:
            return year
    return now[0]


def _fitting(point: Point, now: tuple[int, int, int]) -> int | None:
    """The one year next to publication in which the day falls on the weekday that is told."""
    if point.calendar != "gregorian" or point.weekday is None or point.day is None or point.month is None:
        return None
    for year in (now[0], now[0] - 1, now[0] + 1):
        try:
            if date(year, point.month, point.day).isoweekday() == point.weekday:
                return year
        except ValueError:
            continue
    return None


def _hijri(point: Point, anchor: date | None, way: Direction, memory: Memory) -> str:
    """A Hijri month or day, converted. A month is the Gregorian one that holds most of its days."""
    month = point.month or 1
    now = gregorian_to_hijri(anchor) if anchor else None
    year = point.year
    if year is not None and point.year_calendar == "gregorian":
        # «رمضان 2019»: the Hijri year whose month falls into that Gregorian one
        guess = round((year - 621.6) / 0.970229)
        fits = [y for y in (guess - 1, guess, guess + 1) if (hijri_month(y, month) or (0, 0))[0] == year]
        year = fits[0] if fits else guess
    if year is None:
        if point.year_deixis is not None and anchor is not None and now is not None:
            shift = {"next": 1, "last": -1}.get(point.year_deixis, 0)
            fits = [
                y for y in range(now[0] - 3, now[0] + 4)
                if (hijri_month(y, month) or (0, 0))[0] == anchor.year + shift
            ]  # fmt: skip
            year = fits[0] if fits else now[0] + shift
        else:
            year = _year_of_month(point, anchor, way, memory, now)
    if year is None:
        return "XXXX-XX-XX" if point.day is not None else "XXXX-XX"
    if point.day is not None or point.mod == "START" or point.first_day:
        found = hijri_to_gregorian(year, month, point.day or 1)
        return found.isoformat() if found else "XXXX-XX-XX"
    whole = hijri_month(year, month)
    return f"{whole[0]:04d}-{whole[1]:02d}" if whole else "XXXX-XX"
