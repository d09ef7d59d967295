"""Dates: found in Arabic text and resolved to TIMEX3 values. See :class:`claimx.dates.finder.DateFinder`."""

from claimx.dates.finder import DateFinder

__all__ = ["DateFinder"]
