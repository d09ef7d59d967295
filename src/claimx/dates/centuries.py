"""Decades and centuries: «ثمانينات القرن الماضي», «العقد الأول من القرن الماضي», «القرن التاسع عشر»."""

from __future__ import annotations

from dataclasses import replace

from claimx.dates.nodes import Point
from claimx.dates.numbers import cardinal, ordinal
from claimx.dates.tokens import Line


def decade(line: Line, index: int) -> Point | None:
    """«التسعينات», «ثمانينيات القرن الماضي»: 199X, 198X; «في الثلاثينيات من عمره» is an age."""
    form = line.at(index).form("decades")
    if form is None:
        return _nth_decade(line, index)
    end = index + 1
    if (line.text(end) == "من" and line.at(end + 1).has("lifetime_words")) or line.at(end).has("lifetime_words"):
        return None
    digit, lead = int(form.value), 19
    at = end + 1 if line.text(end) == "من" else end
    if line.text(at) == "القرن":
        way = line.at(at + 1).value("deixis")
        order = ordinal(line, at + 1)
        if way is not None:
            lead, end = (20 if way == "this" else 19), at + 2
        elif order is not None:
            lead, end = order[0] - 1, order[1]
    elif (not line.text(index)[form.strip :].startswith("ال") and not form.definite) or digit < 3:
        return None
    return Point(index, end, form.strip, prefix=f"{lead}{digit}")


def _nth_decade(line: Line, index: int) -> Point | None:
    """«العقد الأول من القرن الماضي»: 190X; «العقد الثالث من العمر» is an age."""
    form = line.at(index).form("unit")
    if form is None or form.value.name != "decade" or not form.definite or form.value.count != "one":
        return None
    last = line.at(index + 1).bare("last_ordinals")
    order = ordinal(line, index + 1)
    if line.text(index + 2) != "من" or not (last or (order is not None and order[1] == index + 2)):
        return None
    nth = 10 if last or order is None else order[0]
    whole = century(line, index + 3)
    if whole is not None and whole.prefix is not None:
        return replace(whole, start=index, strip=form.strip, prefix=f"{whole.prefix}{nth - 1}")
    unit, way = line.at(index + 3).value("unit"), line.at(index + 4).value("deixis")
    if unit is None or unit.name != "century" or way not in ("last", "this"):
        return None
    return Point(index, index + 5, form.strip, prefix=f"{'19' if way == 'last' else '20'}{nth - 1}")


def century(line: Line, index: int) -> Point | None:
    """«القرن العشرين»: 19XX; «القرن الثالث عشر قبل الميلاد»: XXXX."""
    token = line.at(index)
    form = token.form("unit")
    if form is None or form.value.name != "century" or not form.definite or form.value.count != "one":
        return None
    order = ordinal(line, index + 1)
    if order is None:
        number = cardinal(line, index + 1)
        order = (int(number[0]), number[1], 0) if number is not None and not number[0] % 1 else None
    if order is None or order[2] or not 1 <= order[0] <= 21:
        return None
    end = order[1]
    mark = line.at(end)
    era = mark.bare("small.gregorian_eras") or mark.bare("small.hijri_eras")
    if order[0] < 5 and not (era or line.match("before_christ", end)):
        return None  # the second horn, not the second century
    christ = line.match("before_christ", end)
    if christ is not None:
        return Point(index, christ[1], form.strip, unknown=True)
    if mark.bare("small.gregorian_eras"):
        end += 1
    elif mark.bare("small.hijri_eras"):
        return Point(index, end + 1, form.strip, prefix=f"{(hijri_lead(order[0])):02d}")
    return Point(index, end, form.strip, prefix=f"{order[0] - 1:02d}")


def hijri_lead(order: int) -> int:
    """The leading digits of the Gregorian century that holds most of a Hijri one."""
    return int(((order - 1) * 100 + 50) * 0.970229 + 621.6) // 100
