"""Years: with a word for year, in words, in ranges, and bare where the neighbours show that four digits are one."""

from __future__ import annotations

from claimx.dates.nodes import Calendar, Point
from claimx.dates.numbers import cardinal
from claimx.dates.tokens import Line

_DASHES = ("-", "/")
_STOPS = (".", "؛", "•", "*")


def looks_hijri(year: int) -> bool:
    """Whether a bare year reads as Hijri: the years of living memory in that calendar."""
    return 1380 <= year <= 1460


def read_year(line: Line, index: int, *, bare: bool = False) -> tuple[int, Calendar, int] | None:
    """A year with its mark: «2015», «عام 2015 م», «1436 هـ», «ألفين وخمسة عشر» after a word for year.

    Args:
        line: The tokens.
        index: Where to read.
        bare: No word for year or month stands before it: four digits of recent centuries only.
    """
    token = line.at(index)
    year, end = token.number, index + 1
    if year is None:
        if bare or token.digits:
            return None
        words = cardinal(line, index)
        if words is None or words[0] < 1000 or words[0] > 2100 or words[0] % 1:
            return None
        year, end = int(words[0]), words[1]
    elif not ((len(token.text) == 4 and 1000 <= year <= 2200) or (not bare and len(token.text) == 3)):
        return None
    mark = line.at(end)
    if mark.bare("hijri_marks"):
        if mark.text == "ه" and line.text(end + 1) == "ـ":
            end += 1
        return year, "hijri", end + 1
    if mark.bare("gregorian_marks") and year > 999:
        return year, "gregorian", end + 1
    if len(token.text) == 3 and token.digits:
        return year, "gregorian", end
    return year, "hijri" if looks_hijri(year) else "gregorian", end


def years(line: Line, index: int) -> list[Point] | None:
    """«عام 2006», «عامي 2006 و2007», «العام الحالي 2015», «2015-2016», «1436/1437هـ», bare years in their places."""
    token = line.at(index)
    form = token.form("unit") or token.form("construct_duals")
    headed = token.has("year_words") or token.value("construct_duals") == "year" or _two_years(line, index)
    at, strip = index, 0
    if headed:
        strip = form.strip if form is not None else 0
        at = index + 1
        if line.at(at).bare("small.gregorian_eras"):
            at += 1
    year = read_year(line, at, bare=not headed)
    if year is None:
        return None
    christ = _before_christ(line, year[2])
    if christ > year[2]:
        return [Point(index, christ, strip, unknown=True)]
    if not headed and not _bare_year(line, at, year[2]):
        return None
    found = [Point(index, year[2], strip, year=year[0], year_calendar=year[1])]
    while len(found) < 6:
        at = year[2]
        if line.text(at) in (*_DASHES, "و") or line.at(at).has("range_words") or line.at(at).has("alternatives"):
            at += 1
            if line.text(at) == "-":
                at += 1
            if line.at(at).has("year_words"):
                break
        elif not (line.at(at).digits and line.at(at).gap and len(found) == 1):
            break
        following = read_year(line, at, bare=True)
        if following is None or _counts(line, following[2], sure=True) or line.at(at).number is None:
            break
        if at == year[2] and not year[0] < following[0] <= year[0] + 20:
            break
        if (following[1] != year[1]) and not (looks_hijri(year[0]) or looks_hijri(following[0])):
            break
        if following[1] == "hijri" and year[1] == "gregorian" and 1300 <= year[0] <= 1500:
            found[-1].year_calendar = "hijri"
        found.append(Point(at, following[2], 0, year=following[0], year_calendar=following[1]))
        year = following
    if not headed and not all(_recent(line, point) or (len(found) > 1 and _paired(point)) for point in found):
        return None
    return found


def _two_years(line: Line, index: int) -> bool:
    """«العامين 1910 و1912»."""
    form = line.at(index).form("unit")
    if form is None or form.value.name != "year" or form.value.count != "two":
        return False
    return len(line.text(index + 1)) == 4 and line.at(index + 1).number is not None


def _before_christ(line: Line, index: int) -> int:
    """The index behind «ق. م.» or «قبل الميلاد», or the same index."""
    if line.text(index) == "ق" and line.text(index + 1) == "." and line.text(index + 2) == "م":
        return index + 3 + (line.text(index + 3) == ".")
    found = line.match("before_christ", index)
    return found[1] if found is not None else index


def _paired(point: Point) -> bool:
    """Whether a year that has another one beside it may be one: older years count, and Hijri ones without a mark."""
    return (point.year or 0) > 1200


def _recent(line: Line, point: Point) -> bool:
    """Whether a lone year without a word for year is one of recent centuries; a Hijri one needs its mark."""
    year = point.year or 0
    return 1800 <= year <= 2100 or line.at(point.end - 1).has("hijri_marks")


def _counts(line: Line, index: int, *, sure: bool = False) -> bool:
    """Whether the token behind a number shows that it counts things; ``sure``: by a known noun or unit only."""
    after = line.at(index)
    if after.text in ("%", "$", "€", "°", "+", "*", "="):
        return True
    if after.text in ("،", ".", ",") and line.at(index + 1).digits:
        return not line.at(index + 1).gap
    if after.text == "-" and line.at(index + 1).digits and line.at(index + 1).number != 0:
        following = line.at(index + 1)
        return len(following.text) != 4
    if after.bare("counted_things"):
        return True
    unit = after.form("unit")
    if unit is not None and not unit.strip and not unit.definite:
        return True
    # an accusative of specification, «مواطنا»: an indefinite noun in alif behind a number
    word = after.text
    if sure or word.endswith(("ها", "ما")):
        return False
    return len(word) >= 4 and word.endswith("ا") and not word.startswith(("ال", "و", "ف", "ب", "ك", "هذا")) and (
        not after.info.forms
    )


def _bare_year(line: Line, index: int, end: int) -> bool:
    """Whether four digits with no word for year before them are a year."""
    token, before = line.at(index), line.at(index - 1)
    told = before.has("time_prepositions") or before.has("dated_things") or before.has("birth_words")
    if _counts(line, end, sure=told):
        return False
    if before.text in ("-", "/") and len(line.text(index - 2)) == 4 and line.at(index - 2).number is not None:
        return 0 < abs((token.number or 0) - (line.at(index - 2).number or 0)) <= 20
    if before.text in ("/", "\\", ":", "#", "+", "=", "%", "$") or (before.digits and not token.gap):
        return False
    if before.text == "-" and line.at(index - 2).digits:
        return False
    if before.has("number_words") or line.at(index - 2).text in ("رقم", "عدد") or before.digits:
        return False
    if line.before("modifiers", index) is not None:
        return False
    if line.at(end).text == ":" and line.at(end + 1).digits:
        return False
    after = line.at(end)
    if told:
        return True
    if (index == 0 or before.text in _STOPS) and after.text in ("-", ":") and line.text(end + 1)[:1].isalpha():
        return 1800 <= (token.number or 0) <= 2100  # «1960 - تأسيس»: a chronicle
    if before.text in ("(", "") or before.bare("small.before_weak_year"):
        return not after.text[:1].isalpha() or _closes(line, end)
    # behind a noun: «كأس العالم 2018», at the end of its phrase
    if not before.text or before.digits or before.text in "،.,؛;!؟*»":
        return False
    year = token.number or 0
    if not 1900 <= year <= 2060 and not looks_hijri(year):
        return False
    return not after.text[:1].isalpha() or _closes(line, end)


def _closes(line: Line, index: int) -> bool:
    """Whether a word begins a new phrase: a definite noun, a conjunction, a preposition, a particle."""
    word = line.text(index)
    return line.at(index).bare("small.after_year") or word.startswith(("ال", "و", "ف", "ب", "ل"))
