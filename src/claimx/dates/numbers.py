"""Numbers in digits and in words, cardinal and ordinal."""

from __future__ import annotations

from claimx.dates.tokens import Line


def cardinal(line: Line, index: int) -> tuple[float, int, int] | None:
    """Read a number at a token.

    Digits («48», «7.5», «ال48») and words («ثلاثة», «خمسة عشر», «ألفين وخمسة عشر»); brackets are left to callers.

    Returns:
        The number, the index behind it, and the length of clitics to leave out; None where there is no number.
    """
    token = line.at(index)
    if token.digits:
        if token.number is not None:
            return token.number, index + 1, 0
        whole, dot, part = token.text.partition(".")
        if dot and whole.isdecimal() and part.isdecimal() and len(token.text) < 9:
            return float(token.text), index + 1, 0
        return None
    if _article(line, index):
        return (line.at(index + 1).number or 0, index + 2, len(token.text) - 2 if token.text[-2:] == "ال" else 1)
    form = token.form("cardinals")
    if form is None:
        return None
    group = _group(line, index)
    if group is None:
        return None
    total, index = group
    step = _magnitude(total)
    while True:
        following = line.at(index).form("cardinals")
        if following is None or following.clitic != "و" or line.at(index).digits:
            break
        more = _group(line, index)
        if more is None or not _fits(total, step, more[0]):
            break
        total, index = total + more[0], more[1]
        step = _magnitude(more[0])
    return total, index, form.strip


def _article(line: Line, index: int) -> bool:
    """«ال 48», «لل48»: the article written apart from its number."""
    token, after = line.at(index), line.at(index + 1)
    return token.text in ("ال", "وال", "بال", "لل", "فال") and after.number is not None


def _group(line: Line, index: int) -> tuple[int, int] | None:
    """One step of a number: «خمسة», «خمسة عشر», «خمس مئة», «ثلاثة آلاف»."""
    value = line.at(index).value("cardinals")
    if value is None:
        return None
    index += 1
    after = line.at(index)
    follow = after.form("cardinals")
    if follow is not None and not follow.strip:
        if 1 <= value <= 9 and follow.value == 10:
            return value + 10, index + 1
        if 3 <= value <= 9 and follow.value == 100:
            return value * 100, index + 1
        if 3 <= value <= 9 and follow.value == 1000:
            return value * 1000, index + 1
    return value, index


def _magnitude(value: float) -> int:
    return 1 if value < 20 else 10 if value < 100 else 100 if value < 1000 else 1000


def _fits(total: float, step: int, more: int) -> bool:
    """Whether «و» + more continues a number: thousands, hundreds, ones, tens come in this order."""
    if more >= 1000:
        return False
    if step == 1000:
        return True
    if step == 100:
        return more < 100
    return step == 1 and total % 100 < 10 and 20 <= more < 100


def ordinal(line: Line, index: int) -> tuple[int, int, int] | None:
    """Read an ordinal («الثاني», «سابع», «الحادي عشر», «الخامس والعشرين», «العشرين»): value, next index, clitics."""
    token = line.at(index)
    form = token.form("ordinals")
    if form is not None:
        value = int(form.value)
        after = line.at(index + 1)
        ten = after.form("cardinals")
        if ten is not None and ten.value == 10 and not ten.strip and not ten.definite:
            return value + 10, index + 2, form.strip
        if ten is not None and ten.clitic == "و" and ten.definite and 20 <= ten.value < 100:
            return value + int(ten.value), index + 2, form.strip
        return value, index + 1, form.strip
    tens = token.form("cardinals")
    if tens is not None and tens.definite and 20 <= tens.value < 100:
        return int(tens.value), index + 1, tens.strip
    return None
