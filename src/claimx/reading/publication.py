"""The date of publication as an input gives it: ISO 8601 or RFC 2822, nothing that could be read two ways."""

from __future__ import annotations

import re
from datetime import date, datetime

_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T ]\d{2}:?\d{2}.*)?", re.ASCII)
_RFC = re.compile(r"(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\b.*", re.ASCII)
_DIGITS = {base + n: str(n) for base in (0x0660, 0x06F0) for n in range(10)}
_MEND = "write YYYY-MM-DD"


def publication_date(value: str) -> str:
    """``value`` as ``YYYY-MM-DD``: the day that is written, whatever the time zone behind it.

    Raises:
        ValueError: The form is another, or there is no such day; the text says which and what to write.
    """
    text = value.translate(_DIGITS).strip()
    if len(text) > 64:
        raise ValueError(f"not a date: {text[:20]!r}… ({_MEND})")
    try:
        if _ISO.fullmatch(text):
            day = datetime.fromisoformat(text).date() if len(text) > 10 else date.fromisoformat(text)
        elif _RFC.fullmatch(text):
            from email.utils import parsedate_to_datetime

            day = parsedate_to_datetime(text).date()
        else:
            raise ValueError(f"not a date that can be read only one way: {text!r} ({_MEND})")
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        if _MEND in str(error):
            raise
        raise ValueError(f"no such date: {text!r} ({_MEND})") from error
    if not 1700 <= day.year <= 2200:
        # 1446-12-03 is a Hijri date, 0205-05-30 a slip: neither resolves «أمس».
        raise ValueError(f"no Gregorian date of publication: {text!r} ({_MEND})")
    return day.isoformat()
