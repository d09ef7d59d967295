"""What bars a reading: names that hold a date, «العام» for general, horns for centuries, «اليوم» the newspaper."""

from __future__ import annotations

from claimx.dates.nodes import Length, Node, Point
from claimx.dates.tokens import Line


def barred(line: Line, nodes: list[Node]) -> bool:
    """Whether the neighbours of a reading make it something else than a time."""
    first = nodes[0]
    if len(nodes) == 1 and _title(line, first):
        return True
    if isinstance(first, Length):
        return _no_length(line, first)
    if _name(line, first) or _season(line, first):
        return True
    if first.relative == 1 and line.text(first.end - 1) == "غد" and line.at(first.end).bare("small.better"):
        return True  # «غد أفضل»
    if first.relative == -1 and line.at(first.end).has("not_after_yesterday"):
        return True  # «في أمس الحاجة»
    alone = first.weekday is None and first.day is None and first.part is None and first.clock is None
    if first.relative == 0 and alone:
        return _no_today(line, first)
    if first.weekday is not None and first.relative is None and first.day is None:
        return _no_weekday(line, first)
    if first.unit == "year" and first.year is None and first.deixis is not None:
        return _no_year(line, first)
    return False


def _title(line: Line, node: Node) -> bool:
    """«"اليوم"», «"إسرائيل اليوم"», «« فبراير »»: one word at the end of a short quotation is a name."""
    if node.end - node.start != 1 or line.text(node.end) != '"' or line.at(node.start).digits:
        return False
    return any(line.text(k) == '"' for k in range(max(0, node.start - 2), node.start))


def _season(line: Line, point: Point) -> bool:
    """«موسم 2013-2014», «العام الدراسي 2015/2016»: a season of sport or school."""
    if point.year is None or point.month is not None or line.at(point.start).has("unit"):
        return False
    start = point.start - 1 if line.text(point.start - 1) == "-" else point.start
    return line.at(start - 1).has("sport_or_school")


def _name(line: Line, point: Point) -> bool:
    """«ثورة 25 يناير», «ملعب 4 جانفي», «حرب أكتوبر»: a month without a year behind a noun that takes a name."""
    if point.month is None or point.year is not None or point.deixis is not None:
        return False
    if point.mod is not None or point.first_day or line.at(point.start).has("month_words"):
        return False
    if point.weekday is not None or point.relative is not None or point.part is not None or point.year_deixis:
        return False
    return line.at(point.start - 1).has("name_heads") and not point.strip


def _no_today(line: Line, point: Point) -> bool:
    word = line.text(point.start)
    if "اليوم" not in word and "ليوم" not in word:
        return False
    if line.before("today_names", point.end) is not None:
        return True
    after = line.at(point.end)
    if after.bare("today_adjectives") or line.match("today_adjectives", point.end) is not None:
        return True
    ordinal = after.form("ordinals")
    if ordinal is not None and not ordinal.strip and after.text.startswith("ال"):
        return True
    if point.start == 0 and after.text in ("-", ":", "/"):
        return True  # the newspaper in its byline
    before = line.at(point.start - 1)
    return before.has("same") or before.value("demonstratives") == "that" or word.startswith(("لل", "كال"))


def _no_weekday(line: Line, point: Point) -> bool:
    before, after = line.at(point.start - 1), line.at(point.end)
    if before.has("weekday_name_heads") and not line.at(point.start).has("counted_days") and point.part is None:
        return True
    if after.has("weekday_name_adjectives"):
        return True
    word = line.text(point.start)
    if word == "الاثنين" and before.bare("small.the_two_of") and not after.has("weekdays"):
        return after.text != "و"
    if before.text == "ايام":
        # «أيام الجمعة» are many, «أيام الجمعة والسبت» are two
        return not (after.has("weekdays") and after.text.startswith("و"))
    return before.text == "كل" or (point.strip > 0 and word.startswith("ك"))


def _no_year(line: Line, point: Point) -> bool:
    """«المدير العام الحالي», «أهل السنة»: general, Sunna."""
    before = line.at(point.start - 1)
    if point.strip or line.text(point.start)[:2] != "ال":
        return False
    if line.text(point.start) == "السنه":
        return before.has("sunna_heads") and before.text not in ("من", "بين")
    return before.has("general_heads")


def _no_length(line: Line, length: Length) -> bool:
    before = line.at(length.start - 1)
    if length.every or length.strip:
        return False
    word = line.text(length.start)
    if word in ("عام", "سنه", "العامين") and before.has("general_heads"):
        return True
    # «وحيد قرن»
    return word == "قرن" and before.has("small.unicorn")
