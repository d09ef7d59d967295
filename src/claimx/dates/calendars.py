"""Hijri and Gregorian arithmetic.

Umm al-Qura tables (the ``hijridate`` library) where they reach, 1343 to 1500 AH; the tabular (civil) calendar with
leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of thirty beyond them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from hijridate import Gregorian, Hijri

_FIRST, _LAST = 1343, 1500
# Julian day number of 1 Muharram 1 AH (civil epoch), and of the day before 1 January 1 CE.
_EPOCH, _ORDINAL_ZERO = 1948440, 1721425


@lru_cache(maxsize=4096)
def hijri_to_gregorian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri one; None where there is no such day.

    A thirtieth day that the tables do not give the month is taken as the day after its twenty-ninth: announcements
    by sighting differ from the tables by a day.
    """
    if not (1 <= month <= 12 and 1 <= day <= 30 and 1 <= year <= 9000):
        return None
    try:
        if _FIRST <= year <= _LAST:
            length = Hijri(year, month, 1).month_length()
            first = Hijri(year, month, min(day, length)).to_gregorian()
            return date(first.year, first.month, first.day) + timedelta(days=max(0, day - length))
        number = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day + _EPOCH - 385
        return date.fromordinal(number - _ORDINAL_ZERO)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=4096)
def gregorian_to_hijri(day: date) -> tuple[int, int, int] | None:
    """(year, month, day) in the Hijri calendar; None outside the tables."""
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return found.year, found.month, found.day


def hijri_year(year: int) -> int | None:
    """The Gregorian year that holds most days of a Hijri one."""
    middle = hijri_to_gregorian(year, 7, 1)
    return middle.year if middle else None


def hijri_month(year: int, month: int) -> tuple[int, int] | None:
    """(year, month) of the Gregorian month that holds most days of a Hijri one."""
    middle = hijri_to_gregorian(year, month, 15)
    return (middle.year, middle.month) if middle else None


def shift_months(year: int, month: int, by: int) -> tuple[int, int]:
    """The month ``by`` months on."""
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1
