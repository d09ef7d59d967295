"""What the grammar reads, before it is resolved: points in time and lengths of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Calendar = Literal["gregorian", "hijri"]


@dataclass(slots=True)
class Point:
    """A calendar time as the words give it; ``start`` and ``end`` are tokens, ``strip`` the clitics of the first.

    Attributes:
        unit: The granularity that ``deixis`` is about: day, week, month, year, weekday, season, weekend …
        deixis: this, next, last, before, after, same, recent.
        prefix: The leading digits of a decade or century: ``199`` (X follows), ``19``.
        settled: The words rule a later reading out: no year is to be carried over from elsewhere.
    """

    start: int
    end: int
    strip: int = 0
    calendar: Calendar = "gregorian"
    year: int | None = None
    year_calendar: Calendar | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: int | None = None
    night: bool = False
    part: str | None = None
    clock: tuple[int, int | None] | None = None
    next_day: bool = False
    unit: str | None = None
    deixis: str | None = None
    year_deixis: str | None = None
    offset: tuple[int, str] | None = None
    quarter: int | None = None
    half: int | None = None
    season: str | None = None
    weekend: bool = False
    prefix: str | None = None
    same_period: bool = False
    every_year: bool = False
    first_day: bool = False
    unknown: bool = False
    mod: str | None = None


@dataclass(slots=True)
class Length:
    """A length of time, or how often (``every``). ``parts`` are (amount or None for unknown, unit), greatest first."""

    start: int
    end: int
    parts: list[tuple[float | None, str]]
    strip: int = 0
    mod: str | None = None
    every: bool = False
    weekday: int | None = None
    part: str | None = None


Node = Point | Length
