"""What each line of an article is: kicker, headline, dateline, caption, subhead, body or furniture of the page.

Only the lines' order, length, final punctuation and blank lines between them are looked at, and the words of
``config/reading.yaml``. In doubt a line is body: a claim in a line taken for furniture would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from claimx.model import Segment
from claimx.model.article import SectionName
from claimx.reading.rules import Rules, fold, light

# Everything that some editor shows as a new line.
_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANK = re.compile(r"\n[ \t\xa0]*\n|\r[ \t\xa0]*\r|\r\n[ \t\xa0]*\r\n|\u2029")
_AROUND = (
    "".join(
        map(chr, [*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000])
    )
    + "\u200b\u200e\u200f\u2028\u2029\ufeff"
)
_CLOSERS = " \"'»”’)]}\u200e\u200f\u202c\u2069"
_STOPS = ".…؟?!؛;۔"
_BULLET = re.compile(r"(?:[*•·●■▪◆○–—-]|[\d٠-٩]{1,2}\s?[.)-]|[أ-ي]\s?[)-])\s*\S")
_NAME_WORD = re.compile(r"[ء-يٱپچژڤگ]{2,}|[ء-ي]\.?(?:[ء-ي]\.?)?")
_LETTER = re.compile(r"[^\W\d_]")
_PARTS = re.compile(r"\s*(?:[:：|()\[\]{}]|(?<!\S)من(?!\S)|[-–—]{1,2}|\sـ\s|[،,/])\s*")
_INLINE_PARTS = re.compile(r"\s*(?:[:()/]|[-–—]{1,2})\s*")
_ROUND = ' .-–—_«»"“”*'
_HIJRI = re.compile(r"\d{1,2}\s*\S{2,12}(?:\s\S{2,8})?\s+1[34]\d\d\s*ه")
# Where a dateline at the head of a paragraph may end: «القاهرة (رويترز) - », «بدر الجبل- سبق- تيماء: ».
_INLINE_END = re.compile(r"\)\s*[-–—:]\s*|:\s+|\s[-–—]\s+(?!.{0,30}\s[-–—:])")

# What stands between the parts of one name, and what no part begins with.
_JOINING = frozenset(("بن", "بنت", "ابن", "آل", "أبو", "ابو", "عبد", "أم", "ولد", "د", "د."))
_CLITICS = ("لل", "بال", "وال", "كال", "فال")

HEADLINE = 150  #: longest headline, in characters
TITLE = 90  #: longest subhead, in characters
CAPTION = 200  #: longest caption that a pattern finds, in characters
FURNITURE = 160  #: longest line of furniture, in characters
_PARAGRAPH = 110
_HEAD_LINES = 8


@dataclass
class _Line:
    start: int
    end: int
    text: str  # the line up to FURNITURE + CAPTION characters: enough for every test, cheap on a line of a million
    tail: str  # its last characters
    size: int
    folded: str
    gap: bool  # a blank line follows
    section: SectionName | None = None

    @property
    def ends(self) -> bool:
        """The line ends as a sentence does."""
        last = self.tail.rstrip(_CLOSERS)
        return bool(last) and last[-1] in _STOPS

    @property
    def paragraph(self) -> bool:
        return self.size > HEADLINE or (self.ends and self.size > 60)

    @property
    def title(self) -> bool:
        """Short, and does not end as a sentence or a beginning does."""
        return self.size <= TITLE and not self.ends and self.tail.rstrip(_CLOSERS)[-1:] not in (":", "،", ",")

    @property
    def bullet(self) -> bool:
        return bool(_BULLET.match(self.text))


def segment(text: str, rules: Rules, title: str | None = None, subheads: Set[str] | None = None) -> tuple[Segment, ...]:
    """The non-empty lines of ``text`` with the section of each, in order.

    Args:
        text: The article.
        rules: Words and patterns.
        title: Its headline where the input gives one; a first line that equals it is the headline, and where none
            does the text is taken to hold no headline.
        subheads: The lines that are headings where the input tells (a page's ``<h2>``); None or none: found out.

    Returns:
        Segments that do not overlap. A dateline at the head of a paragraph («القاهرة (رويترز) - قال …») is a segment
        of its own; every other segment is a line without the white space round it.
    """
    lines = _lines(text)
    _furniture(lines, rules)
    rest = _head([line for line in lines if line.section is None], rules, fold(title) if title else None)
    _captions(rest, rules)
    _body([line for line in rest if line.section is None], rules, {fold(head) for head in subheads or ()})
    out: list[Segment] = []
    for line in lines:
        start = line.start
        if line.section == "body" and (length := inline_dateline(line.text, rules)):
            end = start + len(line.text[:length].rstrip())
            out.append(Segment(start=start, end=end, section="dateline"))
            start += length
        out.append(Segment(start=start, end=line.end, section=line.section or "body"))
    return tuple(out)


def _lines(text: str) -> list[_Line]:
    out: list[_Line] = []
    before = 0
    for match in _LINE.finditer(text):
        raw = match[0]
        kept = raw.strip(_AROUND)
        if not kept:
            continue
        start = match.start() + len(raw) - len(raw.lstrip(_AROUND))
        if out:
            out[-1].gap = _BLANK.search(text, before, start) is not None
        before = start + len(kept)
        short = kept[: FURNITURE + CAPTION]
        folded = fold(short) if len(kept) <= FURNITURE + CAPTION else ""
        out.append(_Line(start, before, short, kept[-12:], len(kept), folded, gap=False))
    return out


def _furniture(lines: list[_Line], rules: Rules) -> None:
    for line in lines:
        if line.size <= FURNITURE and _is_furniture(line, rules):
            line.section = "boilerplate"
    # At the end of the page all that is left are links; inside the article one link stands between paragraphs.
    closing = len(lines)
    while closing and lines[closing - 1].size <= HEADLINE and not lines[closing - 1].ends:
        closing -= 1
    for n, line in enumerate(lines):
        if line.size > 40 or line.folded not in rules.tails:
            continue
        for other in lines[n:] if n + 1 >= closing else lines[n : n + 2]:
            if other is line or (other.size <= HEADLINE and not other.ends):
                other.section = "boilerplate"
        if n + 1 >= closing:
            break


def _is_furniture(line: _Line, rules: Rules) -> bool:
    if not _LETTER.search(line.text):
        # Rules of asterisks, lone numbers and dots; a sentence always has a letter.
        return True
    if line.folded in rules.boilerplate_lines:
        return True
    if any(_begins(line.folded, start) for start in rules.boilerplate_starts):
        return True
    plain = light(line.text)
    return any(pattern.fullmatch(plain) for pattern in rules.boilerplate_patterns)


def _begins(folded: str, start: str) -> bool:
    return folded.startswith(start) and not folded[len(start) : len(start) + 1].isalnum()


def _head(lines: list[_Line], rules: Rules, title: str | None) -> list[_Line]:
    """Mark kickers, headline, datelines and decks; the lines left for the body."""
    n = 0
    while n < len(lines) - 1 and lines[n].size <= 30 and lines[n].folded in rules.kickers:
        lines[n].section = "kicker"
        n += 1
    if title:
        for k in range(n, min(n + 4, len(lines))):
            if lines[k].folded == title:
                for other in lines[n:k]:
                    other.section = "dateline" if is_dateline(other.text, rules) else "kicker"
                lines[k].section = "headline"
                n = k + 1
                break
    elif n < len(lines) - 1 and _is_headline(lines[n], lines[n + 1 :], rules):
        title = lines[n].folded
        lines[n].section = "headline"
        n += 1
    decks = 0
    head = n
    while n < len(lines) and n < head + _HEAD_LINES and not lines[n].paragraph:
        line = lines[n]
        following = lines[n + 1] if n + 1 < len(lines) else None
        if title and line.folded == title:
            line.section = "boilerplate"  # the headline once more: its claims are not to be counted twice
        elif is_dateline(line.text, rules, loose=n == head and bool(following and following.size > _PARAGRAPH)):
            line.section = "dateline"
        elif line.folded in rules.kickers and following:
            line.section = "kicker"
        elif _twins(lines, n):
            line.section = "caption"
        elif _opens(line, rules) or not line.title or line.bullet or following is None:
            break
        elif following.paragraph and _is_byline(lines, n, head, rules):
            line.section = "dateline"  # a byline: «سلوى العضيدان»
        elif n == head and decks == 0 and title and following.size > line.size:
            line.section = "subhead"
            decks += 1
        else:
            break
        n += 1
    return lines[n:]


def _is_byline(lines: list[_Line], n: int, head: int, rules: Rules) -> bool:
    """A bare name under the headline («سلوى العضيدان»), or a shorter one under the town."""
    if n != head and lines[n - 1].section != "dateline":
        return False
    words = light(lines[n].text).split()
    own = [word for word in words if word not in _JOINING]
    return (
        2 <= len(own) <= 3
        and len(own) < 3 + (n == head)
        and _is_name(lines[n].text, rules)
        and not any(word.startswith(_CLITICS) for word in words)
        # «الحكومة تنفي التأخير», «لافروف ينفي التأخير»: in doubt it is a second headline, whose claims are read.
        and not words[0].startswith("ال")
        and not own[1].startswith(("ي", "ت"))
    )


def _is_headline(line: _Line, after: list[_Line], rules: Rules) -> bool:
    last = line.tail.rstrip(_CLOSERS)
    if line.size > HEADLINE or last.endswith((":", "،", ",", "؛")) or line.bullet:
        return False
    if last.endswith((".", "۔")) and not last.endswith(".."):
        return False
    if is_dateline(line.text, rules, strict=True) or _opens(line, rules):
        return False
    # A list, a poem: as many short lines before the first paragraph as never stand in a head.
    return any(other.paragraph or other.size > _PARAGRAPH or other.ends for other in after[:_HEAD_LINES])


def _twins(lines: list[_Line], n: int) -> bool:
    """The line says the same as its neighbour: a picture's text and its caption."""
    line = lines[n]
    near = lines[max(0, n - 1) : n] + lines[n + 1 : n + 2]
    return bool(line.folded) and any(line.folded == other.folded for other in near)


def _captions(lines: list[_Line], rules: Rules) -> None:
    for n, line in enumerate(lines):
        if line.size > CAPTION:
            continue
        credit = any(pattern.fullmatch(light(line.text)) for pattern in rules.caption_patterns)
        labelled = (
            line.size <= 120 and not line.ends and any(_begins(line.folded, start) for start in rules.caption_starts)
        )
        if credit or labelled or (line.title and _twins(lines, n)):
            line.section = "caption"


def _body(lines: list[_Line], rules: Rules, subheads: Set[str]) -> None:
    gaps = sum(line.gap for line in lines[:-1])
    spaced = gaps * 2 > len(lines) - 1
    long = [line for line in lines if line.size > HEADLINE]
    # Where paragraphs end without a full stop, an unpunctuated line says little: only short ones are titles.
    longest = TITLE if sum(line.ends for line in long) * 2 >= len(long) else TITLE // 2
    heads = [
        (line.title and line.size <= longest and len(line.text.split()) <= 14 and not _opens(line, rules))
        for line in lines
    ]
    n = 0
    while n < len(lines):
        line = lines[n]
        if line.folded and line.folded in subheads and line.size <= HEADLINE:
            line.section = "subhead"
            n += 1
            continue
        if subheads or not heads[n]:
            line.section = "body"
            n += 1
            continue
        run = n
        while run < len(lines) and heads[run]:
            run += 1
        for k in range(n, run):
            lines[k].section = "subhead" if _is_subhead(lines, k, n, run, spaced) else "body"
        if run == len(lines) and run - n == 1 and n and _is_signature(line, rules):
            line.section = "dateline"
        n = run


def _is_subhead(lines: list[_Line], k: int, first: int, stop: int, spaced: bool) -> bool:
    """Line ``k`` of the run ``[first, stop)`` of short unpunctuated lines is a heading: a paragraph comes next."""
    if stop == len(lines) or stop - first > 2:
        return False  # a list, a poem, hard-wrapped lines, or the end of the article
    line, after = lines[k], lines[stop]
    if after.bullet and not line.bullet:
        return False
    if not (after.paragraph or after.size > max(2 * line.size, 60)):
        return False
    # Paragraphs set apart by blank lines, this line not: the first half of a hard-wrapped one, unless it is short.
    return not (spaced and not line.gap and line.size > 45)


def _is_signature(line: _Line, rules: Rules) -> bool:
    return is_dateline(line.text, rules) or (len(line.text.split()) <= 4 and _is_name(line.text, rules))


def _opens(line: _Line, rules: Rules) -> bool:
    return any(_begins(line.folded, start) for start in rules.body_openers)


def _is_name(text: str, rules: Rules) -> bool:
    words = light(text).strip(" .:-–—").split()
    if not 2 <= len(words) <= 5:
        return len(words) == 1 and bool(_NAME_WORD.fullmatch(words[0])) and light(text) not in rules.not_in_names
    return all(_NAME_WORD.fullmatch(word) and word not in rules.not_in_names for word in words)


def _is_agency(part: str, rules: Rules) -> bool:
    return part.replace(".", "").replace(" ", "") in rules.agencies


def is_dateline(text: str, rules: Rules, *, loose: bool = False, strict: bool = False) -> bool:
    """``text`` is nothing but where, by whom and for which agency: «الرياض: فارس السبيعي», «واس - جدة», «(رويترز)».

    Args:
        text: One line.
        rules: Agencies, towns, words that no name holds.
        loose: The line stands between headline and first paragraph, so that names alone will do.
        strict: The line may be a headline, «اليمن: المقاومة تتقدم»: a town and other words will not do.
    """
    plain = light(text)
    if len(plain) > TITLE or not _LETTER.search(plain):
        return False
    if _HIJRI.search(plain) and (fold(plain).endswith("واس") or "الموافق" in plain):
        return True
    folded = fold(plain)
    for start in rules.byline_starts:
        if _begins(folded, start):
            rest = " ".join(plain.split()[len(start.split()) :])
            colon = rest[:1] in (":", "-", "–", "/") or plain.split()[len(start.split()) - 1][-1:] in (":", "-", "/")
            if (colon or start not in rules.byline_colon) and rest.strip(" :-–/."):
                parts = [part for part in _PARTS.split(rest) if part.strip(" :-–/.")]
                if all(_is_name(part, rules) for part in parts):
                    return True
    parts = [part.strip(_ROUND) for part in _PARTS.split(plain.lstrip("*•·● "))]
    parts = [part for part in parts if part]
    if not parts or len(parts) > 7:
        return False
    firm = soft = 0
    for part in parts:
        if _is_agency(fold(part), rules):
            firm += 1
        elif fold(part) in rules.places:
            soft += 1
        elif not _is_name(part, rules) or (strict and len(part.split()) > 3):
            return False
    if len(parts) == 1:
        return bool(firm or soft) and (loose or fold(parts[0]) != fold("اليوم"))
    if firm or strict:
        return bool(firm)
    if not soft:
        # Names alone: only with dashes or brackets, «هلال الثبيتي - عليان آل سعيدان»; a colon is somebody speaking.
        return loose and ":" not in plain and len(plain) <= 60 and "،" not in plain
    return soft < len(parts) or loose


def inline_dateline(text: str, rules: Rules) -> int:
    """How many characters of a paragraph are a dateline at its head, with the white space behind it; 0 for none.

    An agency and something beside it are needed: «رويترز: …» alone is the agency speaking.
    """
    head = text[:70]
    for match in _INLINE_END.finditer(head):
        if match.end() >= len(text.rstrip()):
            return 0
        before = head[: match.end()].rstrip().rstrip(":-–— ")
        parts = [part.strip(_ROUND) for part in _INLINE_PARTS.split(light(before))]
        parts = [part for part in parts if part]
        if len(parts) < 2 or len(parts) > 5 or before.count("(") != before.count(")"):
            continue
        kinds = [_is_agency(fold(part), rules) for part in parts]
        if any(kinds) and all(
            kind or fold(part) in rules.places or _is_name(part, rules) for kind, part in zip(kinds, parts, strict=True)
        ):
            return match.end()
    return 0
