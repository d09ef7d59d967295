"""Lengths of time and frequencies: «ثلاثة أشهر», «عامين», «بضعة أيام», «ساعتين ونصف الساعة», «كل أسبوع»."""

from __future__ import annotations

from claimx.dates.lexicon import UNITS, Unit
from claimx.dates.nodes import Length
from claimx.dates.numbers import cardinal, ordinal
from claimx.dates.tokens import Line, Token

# Units that are shown as so many of another one.
_TIMES = {"decade": 10, "lustrum": 5, "century": 100}
# Half of a unit, in whole smaller ones where TIMEX3 has no better way to say it.
_HALVES: dict[str, tuple[float, str]] = {
    "year": (6, "month"), "hour": (30, "minute"), "minute": (30, "second"), "day": (12, "hour"),
    "century": (50, "year"), "decade": (5, "year"),
}  # fmt: skip
# Words that are a unit of time only where something shows it: contract, lapse, horn.
# Units that are a length where they are pointed at: «العقد الماضي».
_POINTED = ("decade", "lustrum", "hour", "minute")
_UNSURE = ("decade", "century", "lustrum")


def value(parts: list[tuple[float | None, str]]) -> str:
    """The TIMEX3 value of a length: ``P2Y``, ``PT2H30M``, ``P1Y6M``, ``PXD``."""
    dates, times = "", ""
    for amount, unit in parts:
        if amount is None:
            number = "X"
        else:
            amount *= _TIMES.get(unit, 1)
            number = str(int(amount)) if amount == int(amount) else f"{amount:g}"
        if unit in ("second", "minute", "hour"):
            times += number + UNITS[unit]
        else:
            dates += number + UNITS[unit]
    return f"P{dates}" + (f"T{times}" if times else "")


def _unit(token: Token, counts: tuple[str, ...], *, definite: bool | None = False) -> Unit | None:
    form = token.form("unit")
    if form is None or form.strip or form.value.count not in counts:
        return None
    if definite is not None and form.definite is not definite:
        return None
    unit: Unit = form.value
    return unit


def lengths(line: Line, index: int) -> list[Length] | None:
    """The lengths that begin at a token: two for «3 و7 سنوات», «بين 15 و16 عاما»."""
    found = _every(line, index) or _frequency(line, index)
    if found is not None:
        return [found]
    counted = _counted(line, index)
    if counted is None:
        one = (
            _in_a_row(line, index) or _fraction(line, index) or _dual(line, index) or _uncounted(line, index)
            or _pointed(line, index) or _unknown(line, index) or _life(line, index)
        )  # fmt: skip
        counted = [one] if one is not None else None
    if counted is None:
        return None
    for length in counted:
        _modify(line, length)
    return counted


def _modify(line: Line, length: Length) -> None:
    before = line.before("modifiers", length.start)
    if before is not None:
        length.mod = before[0].value
        return
    after = line.match("modifiers_after", length.end)
    if after is not None:
        length.mod = after[0].value


def _tail(line: Line, length: Length, unit: Unit) -> Length:
    """Read «ونصف», «وسبعة أشهر» and «الماضية» behind a counted unit into ``length``."""
    at = length.end
    token = line.at(at)
    half, quarter = token.form("half_words"), token.form("quarter_words")
    if half is not None and half.clitic == "و" and not half.definite:
        amount = length.parts[-1][0]
        if amount is not None:
            if unit.name in ("year", "hour"):
                length.parts.append(_HALVES[unit.name])
            else:
                length.parts[-1] = (amount + 0.5, unit.name)
        at += 1
        again = line.at(at).form("unit")
        if again is not None and again.value.name == unit.name and not again.strip:
            at += 1
        length.end = at
    elif quarter is not None and quarter.clitic == "و" and unit.name == "hour":
        length.parts.append((15, "minute"))
        length.end = at + 1
    else:
        inner = at + 1 if token.text == "و" else at
        smaller = _smaller(line, inner, joined=token.text == "و")
        if smaller is not None and list(UNITS).index(smaller[1]) < list(UNITS).index(unit.name):
            length.parts.append((smaller[0], smaller[1]))
            length.end = smaller[2]
    form = line.at(length.end).form("deixis")
    if form is not None and not form.strip:
        length.end += 1
    elif line.at(length.end).has("few") and line.at(length.end + 1).has("deixis"):
        length.end += 2
    return length


def _smaller(line: Line, index: int, *, joined: bool) -> tuple[float, str, int] | None:
    """«وسبعة أشهر», «و20 دقيقة», «وشهرين» behind a greater unit."""
    token = line.at(index)
    number = cardinal(line, index)
    if number is not None:
        if not joined and (token.form("cardinals") is None or token.info.forms["cardinals"].clitic != "و"):
            return None
        unit = _unit(line.at(number[1]), ("one", "many"))
        return (number[0], unit.name, number[1] + 1) if unit is not None else None
    form = token.form("unit")
    if form is not None and not form.definite and (joined or form.clitic == "و") and form.value.count in ("one", "two"):
        return (1 if form.value.count == "one" else 2), form.value.name, index + 1
    return None


def _counted(line: Line, index: int) -> list[Length] | None:
    """A number and a unit; «10 إلى 15 دقيقة» and «3 أو 4 أيام» are one length, «3 و7 سنوات» are two."""
    opened = line.text(index) == "(" and line.at(index + 1).digits and line.text(index + 2) == ")"
    number = cardinal(line, index + 1 if opened else index)
    if number is None or (line.at(index - 1).has("number_words") and line.text(index - 1) in ("رقم", "عدد")):
        return None
    amount, at, strip = number
    if opened:
        at += 1
    if amount <= 2 and not line.at(index).digits and not opened and line.text(index) not in ("ال", "وال"):
        return None
    first = Length(index, at, [], strip)
    token = line.at(at)
    if token.text == ")" and _unit(line.at(at + 1), ("one", "many")) is not None:
        at += 1
    second: tuple[float, int, int] | None = None
    joint = ""
    conjoined = token.form("cardinals")
    if token.has("range_words") or token.has("alternatives") or token.text in ("-", "و", "وال"):
        joint = token.text
        inner = at if token.text == "وال" else at + 1
        second = cardinal(line, inner)
    elif conjoined is not None and conjoined.clitic == "و":
        joint = "و"
        second = cardinal(line, at)
    start_second = at
    if second is not None:
        if joint == "و" and token.text == "و":
            start_second = at + 1
        at = second[1]
        if line.text(at) == ")":
            at += 1
        amount = second[0]
    unit = _unit(line.at(at), ("one", "many"))
    if unit is None:
        return None
    after = line.at(at + 1)
    if unit.name == "year" and after.digits and len(after.text) == 4:
        return None
    if unit.name == "day" and (after.has("weekdays") or line.match("month", at + 1) is not None):
        return None
    if unit.name in _UNSURE and not _shown(line, index, at + 1):
        return None
    whole = Length(index, at + 1, [(amount, unit.name)], strip)
    if second is not None and joint in ("و", "وال"):
        first.parts = [(number[0], unit.name)]
        other_strip = second[2] if token.text != "و" else 0
        other = Length(start_second, at + 1, [(amount, unit.name)], other_strip)
        return [first, _tail(line, other, unit)]
    return [_tail(line, whole, unit)]


def _shown(line: Line, start: int, end: int) -> bool:
    """Whether the neighbours show that «عقود» are decades, not contracts."""
    if line.at(end).has("deixis") or line.at(end).has("vague_plural_adjectives"):
        return True
    if line.text(end) == "من" and line.at(end + 1).has("small.of_time"):
        return True
    return line.at(start - 1).has("length_triggers") or line.before("modifiers", start) is not None


def _fraction(line: Line, index: int) -> Length | None:
    """«نصف ساعة», «ربع قرن», «ثلث ساعة»."""
    token = line.at(index)
    for words, part in (("half_words", 0.5), ("quarter_words", 0.25), ("third_words", 1 / 3)):
        form = token.form(words)
        if form is None:
            continue
        unit = _unit(line.at(index + 1), ("one",), definite=None)
        if unit is None or unit.name == "second":
            return None
        if unit.name in ("day", "week", "month") and part != 0.5:
            return None
        if line.at(index + 1).form("deixis") or (unit.name == "day" and line.at(index + 2).has("weekdays")):
            return None
        if unit.name in _HALVES:
            amount, smaller = _HALVES[unit.name]
            parts: list[tuple[float | None, str]] = [(round(amount * 2 * part, 2), smaller)]
        else:
            parts = [(part, unit.name)]
        return _tail_deixis(line, Length(index, index + 2, parts, form.strip))
    return None


def _tail_deixis(line: Line, length: Length) -> Length:
    form = line.at(length.end).form("deixis")
    if form is not None and not form.strip:
        length.end += 1
    return length


def _dual(line: Line, index: int) -> Length | None:
    """«عامين», «اليومين المقبلين», «ساعتين ونصف الساعة»."""
    form = line.at(index).form("unit")
    if form is None or form.value.count != "two":
        return None
    after = line.at(index + 1)
    if after.digits and form.value.name in ("year", "day", "month") and after.number is not None:
        return None
    if form.value.name in _UNSURE and not (_shown(line, index, index + 1) or form.clitic[-1:] in ("ل", "ب")):
        return None
    return _tail(line, Length(index, index + 1, [(2, form.value.name)], form.strip), form.value)


def _unknown(line: Line, index: int) -> Length | None:
    """«بضعة أيام», «عدة ساعات», «عشرات السنين»: PXD, PTXH, PXY."""
    found = line.match("unknown_counts", index)
    if found is None:
        return None
    form, at = found
    unit = _unit(line.at(at), ("many",), definite=None)
    if unit is None:
        return None
    return _tail_deixis(line, Length(index, at + 1, [(None, unit.name)], form.strip))


def _pointed(line: Line, index: int) -> Length | None:
    """«الأيام المقبلة», «الأعوام الخمسة الماضية», «الأسابيع القليلة الماضية», «العقد الأخير», «الأشهر الثلاثة»."""
    form = line.at(index).form("unit")
    if form is None or not form.definite:
        return None
    name, count = form.value.name, form.value.count
    at = index + 1
    token = line.at(at)
    if count == "one":
        deixis = token.form("deixis")
        if deixis is None or deixis.strip:
            return None
        if name == "second" or deixis.value == "first" or (name not in _POINTED and deixis.value != "recent"):
            return None
        if name == "day" or (name in ("hour", "minute") and deixis.value not in ("last", "next")):
            return None
        return Length(index, at + 1, [(1, name)], form.strip)
    if count != "many":
        return None
    amount: float | None = None
    number = token.form("cardinals")
    if number is not None and number.definite and not number.strip:
        read = cardinal(line, at)
        if read is not None:
            amount, at = read[0], read[1]
    elif token.has("few"):
        at += 1
    elif token.text == "ال" and line.at(at + 1).number is not None:
        amount, at = line.at(at + 1).number, at + 2
    deixis = line.at(at).form("deixis")
    if deixis is not None and not deixis.strip and (amount is not None or deixis.value != "first"):
        at += 1
    elif amount is None:
        # «الأسابيع والأيام المقبلة»: the adjective belongs to both
        other = token.form("unit")
        if other is None or other.clitic != "و" or not other.definite or not line.at(index + 2).has("deixis"):
            return None
    return Length(index, at, [(amount, name)], form.strip)


def _uncounted(line: Line, index: int) -> Length | None:
    """Bare units behind a word such as «منذ», «لمدة», «أكثر من», or with ب and ل: «منذ أسابيع», «بعد يوم», «لسنوات»."""
    form = line.at(index).form("unit")
    if form is None or form.value.count == "two":
        return None
    unit: Unit = form.value
    if form.definite:
        half = line.at(index + 1).form("half_words")
        if half is None or half.clitic != "و" or half.definite or unit.count != "one" or unit.name == "second":
            return None
        return _tail(line, Length(index, index + 1, [(1, unit.name)], form.strip), unit)
    after, before = line.at(index + 1), line.at(index - 1)
    length = Length(index, index + 1, [(1.0 if unit.count == "one" else None, unit.name)], form.strip)
    if unit.count == "one" and after.bare("only_one") and unit.name != "second":
        length.end += 1
        return _tail(line, length, unit)
    halves = after.form("half_words")
    if unit.count == "one" and halves is not None and halves.clitic == "و" and unit.name != "second":
        return _tail(line, length, unit)
    smaller = _smaller(line, index + 2, joined=True) if after.text == "و" else _smaller(line, index + 1, joined=False)
    if unit.count == "one" and unit.name in ("year", "month", "hour") and smaller is not None and smaller[0] > 2:
        return _tail(line, length, unit)
    if _construct(line, index + 1):
        return None
    shown = line.before("modifiers", index) is not None
    trigger = before.has("length_triggers") or shown or form.clitic[-1:] in ("ل", "ب")
    if before.text == "من" and not shown:
        trigger = False
    if unit.count == "many" and after.bare("vague_plural_adjectives"):
        trigger = True
    if not trigger and before.text in ("في", "فى") and unit.name in ("week", "month", "year") and unit.count == "one":
        trigger = not after.text or not after.text[0].isalpha() or after.text in ("من", "علي", "مقابل")
        if unit.name == "year" and line.text(index) != "عام" and trigger:
            trigger = line.text(index) != "سنه" or not after.text
    if not trigger and unit.count == "many" and after.text == "من" and line.at(index + 2).has("small.of_time"):
        trigger = True
    if not trigger or (unit.name == "second" and unit.count == "one"):
        return None
    if before.text == "بعد" and line.at(index - 2).value("unit") == unit:
        return None  # «يوما بعد يوم»
    if unit.count == "one":
        if form.clitic[-1:] == "ك" or (unit.name == "minute" and not (before.has("length_triggers") or shown)):
            return None
        if unit.name in _UNSURE and after.text[:1].isalpha() and not _open_end(line, index + 1):
            return None
        if before.text in ("اول", "اخر") or after.has("late_hours"):
            return None
    if unit.count == "many" and before.text in ("اول", "اخر", "ثاني", "احد", "احدي"):
        return None
    return _tail(line, length, unit)


def _open_end(line: Line, index: int) -> bool:
    """Whether a word behind «عقد» leaves it a length: «منذ عقد من», «خلال عقد تقريبا», but «خلال عقد اجتماع» not."""
    return line.at(index).bare("small.after_year") or line.match("modifiers_after", index) is not None


def _construct(line: Line, index: int) -> bool:
    """Whether what follows a unit makes it a name of something else: «يوم المرأة», «ساعات الانتظار», «عام 2015»."""
    token = line.at(index)
    if token.digits or token.bare("weekdays") or token.bare("seasons"):
        return True
    if line.match("month", index) is not None and not token.text.startswith("و"):
        return True
    if line.match("relative_days", index) is not None and not token.text.startswith("و"):
        return True
    return token.text.startswith("ال") and not token.bare("small.not_an_article") and not token.bare("deixis")


def _in_a_row(line: Line, index: int) -> Length | None:
    """«لليوم الثالث على التوالي»: three days."""
    form = line.at(index).form("unit")
    if form is None or not form.definite or form.value.count != "one" or form.value.name != "day":
        return None  # «للسنة الثالثة على التوالي» counts editions
    nth = ordinal(line, index + 1)
    if nth is None or nth[2] or line.match("in_a_row", nth[1]) is None:
        return None
    return Length(index, nth[1], [(nth[0], form.value.name)], form.strip)


def _life(line: Line, index: int) -> Length | None:
    """«عامها الثاني», «عامه السبعين»: an age."""
    form = line.at(index).form("small.years_of_life")
    found = ordinal(line, index + 1)
    if form is None or found is None or found[2]:
        return None
    return Length(index, found[1], [(found[0], "year")], form.strip)


def _every(line: Line, index: int) -> Length | None:
    """«كل أسبوع», «كل خمس سنوات», «كل جمعة», «كل مساء»: a set."""
    token = line.at(index)
    form = token.form("every")
    if form is None or form.clitic[-1:] in ("ب", "ك"):
        return None
    at = index + 1
    unit = _unit(line.at(at), ("one",))
    if unit is not None:
        name = _weekday(line, at + 1) if unit.name == "day" else None
        if name is not None:
            return Length(index, at + 2, [], form.strip, every=True, weekday=name)
        if unit.name in _UNSURE:
            return None  # «كل عقد»: each contract
        return Length(index, at + 1, [(1, unit.name)], form.strip, every=True)
    if _unit(line.at(at), ("two",)) is not None:
        return Length(index, at + 1, [(2, line.at(at).info.forms["unit"].value.name)], form.strip, every=True)
    day_ = _weekday(line, at)
    if day_ is not None:
        return Length(index, at + 1, [], form.strip, every=True, weekday=day_)
    part = line.at(at).form("parts_of_day")
    if part is not None and not part.strip and not part.definite:
        return Length(index, at + 1, [], form.strip, every=True, part=part.value)
    counted = _counted(line, at)
    if counted is not None and len(counted) == 1 and not counted[0].strip:
        return Length(index, counted[0].end, counted[0].parts, form.strip, every=True)
    return None


def _weekday(line: Line, index: int) -> int | None:
    """A weekday's name without its article: «كل جمعة»."""
    found = line.at(index).form("weekday_names")
    return int(found.value) if found is not None and not found.strip else None


def _frequency(line: Line, index: int) -> Length | None:
    """«يوميا», «سنويا»: a set."""
    form = line.at(index).form("adverbs_of_frequency")
    if form is None or form.strip:
        return None
    unit = {"D": "day", "W": "week", "M": "month", "Y": "year"}[str(form.value)[-1]]
    return Length(index, index + 1, [(1, unit)], 0, every=True)
