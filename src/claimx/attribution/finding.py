"""Stages one to three over an article: cues, contents and mentions, as found claims in offsets of the original."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log

from claimx.attribution import cues, mentions
from claimx.attribution.classes import WordClasses
from claimx.attribution.contents import ContentSpan, Context, content_spans
from claimx.attribution.cues import CueCandidate
from claimx.attribution.forms import form_of, quoted_spans
from claimx.attribution.loglinear import LogLinear
from claimx.attribution.mentions import NOBODY, Mention
from claimx.attribution.names import manner, name_start, with_closing_mark
from claimx.attribution.quotes import CLOSERS, MARKS, OPENERS
from claimx.attribution.units import Line
from claimx.lexicon.cues import CueLexicon
from claimx.lexicon.speakers import SpeakerLexicon
from claimx.model.document import Form, Span

_ARTICLE = 4  # letters; longer words in ال have the article


@dataclass(slots=True)
class FoundClaim:
    """A claim before its speaker is resolved.

    ``start``/``end`` are the content's code points; ``parent`` is the index of the found claim whose content holds
    this one, or None. ``scores`` are the log-probabilities of cue, content and mention.
    """

    ctx: Context
    cue: CueCandidate
    content: ContentSpan
    mention: Mention
    start: int
    end: int
    form: Form
    quotes: list[Span]
    scores: tuple[float, float, float]
    mention_start: int = -1
    parent: int | None = None

    @property
    def line(self) -> Line:
        """The line it stands in."""
        return self.ctx.line

    @property
    def mention_span(self) -> Span | None:
        """The mention in offsets of the original; None where the subject is dropped."""
        if self.mention.first == NOBODY:
            return None
        units = self.ctx.units
        start = self.mention_start if self.mention_start >= 0 else units[self.mention.first].noun_start
        end = with_closing_mark(self.line.text, start, units[self.mention.last].end)
        return Span(text=self.line.text[start:end], start=start, end=end)


class Finder:
    """The three stages with their models and lexicons.

    Args:
        models: ``cue``, ``content_start``, ``content_end``, ``mention_start``, ``mention_end`` and, optional, ``form``.
        threshold: Probability from which a candidate is a cue.
    """

    def __init__(
        self,
        lexicon: CueLexicon,
        people: SpeakerLexicon,
        classes: WordClasses,
        models: Mapping[str, LogLinear],
        threshold: float = 0.5,
    ) -> None:
        self.lexicon, self.people, self.classes = lexicon, people, classes
        self.models = models
        self.threshold = threshold

    def find(self, lines: list[Line]) -> list[FoundClaim]:
        """All claims of the lines, in the order of their cues."""
        out: list[FoundClaim] = []
        for line in lines:
            out += self._in_line(line)
        out.sort(key=lambda c: (c.cue.start, c.start))
        nest(out)
        return out

    def _in_line(self, line: Line) -> list[FoundClaim]:
        found = cues.candidates(line, self.lexicon, self.classes)
        cues.decide(line, found, self.models["cue"], self.classes, self.people)
        if not any(c.probability >= self.threshold for c in found):
            return []
        ctx = Context(line, found, self.classes)
        out = []
        for cue in found:
            if cue.probability < self.threshold:
                continue
            spans = content_spans(ctx, cue, self.models["content_start"], self.models["content_end"])
            if spans:
                out.append(self._claim(ctx, cue, spans[0]))
        return out

    def _claim(self, ctx: Context, cue: CueCandidate, content: ContentSpan) -> FoundClaim:
        options = mentions.mentions(
            ctx, cue, content, self.models["mention_start"], self.models["mention_end"], self.people
        )
        mention = trimmed(ctx, cue, options[0], self.people) if options else Mention(NOBODY, NOBODY, 0.5)
        start, end = content_offsets(ctx, content)
        scores = tuple(log(max(p, 1e-6)) for p in (cue.probability, content.probability, mention.probability))
        return FoundClaim(
            ctx,
            cue,
            content,
            mention,
            start,
            end,
            form_of(ctx, cue, content, self.models.get("form")),
            quoted_spans(ctx, content, start, end),
            (scores[0], scores[1], scores[2]),
            name_start(ctx.units[mention.first], self.people) if mention.first != NOBODY else -1,
        )


def trimmed(ctx: Context, cue: CueCandidate, mention: Mention, people: SpeakerLexicon) -> Mention:
    """A mention without the object, manner or time that runs into it: «مصدر عسكري» of «مصدر عسكري اليوم الأحد 19 مارس».

    Papers are called by days too («صحيفة اليوم», «المصري اليوم»): a medium keeps its name.
    """
    units = ctx.units
    if mention.first == NOBODY:
        return mention

    def title(j: int) -> bool:
        return people.title_at([u.bare for u in units[j : j + 4]], 0) is not None or people.honorific(units[j].bare)

    after = mention.last + 1
    if after < len(units) and ctx.classes.of(units[after].bare) == "time" and mention.first == mention.last:
        named = units[mention.last].bare in ctx.classes.papers
        return Mention(mention.first, after, mention.probability) if named else mention
    for j in range(mention.first + 1, mention.last + 1):
        if _manner(ctx, j) or _object(ctx, cue, j, title):
            return Mention(mention.first, j - 1, mention.probability)
        if ctx.classes.of(units[j].bare) != "time" or units[j].quote != units[mention.first].quote:
            continue
        if units[j].ner != "O" or units[j - 1].bare in ctx.classes.papers:
            return mention
        if all(_dated(ctx, k) for k in range(j, mention.last + 1)):
            last = j - 1
            while last > mention.first and (
                units[last].punct or ctx.classes.of(units[last].bare) in ("preposition", "time")
            ):
                last -= 1
            return Mention(mention.first, last, mention.probability)
        return mention
    return mention


def _manner(ctx: Context, j: int) -> bool:
    """Whether a word tells how somebody spoke: «كيري مازحا», «الهيئة مجددا», an indefinite accusative."""
    before, unit = ctx.units[j - 1], ctx.units[j]
    if unit.punct or unit.ner != "O" or unit.bare.startswith(("ال", "لل")):
        return False
    settled = before.ner.endswith("PER") or (before.bare.startswith("ال") and len(before.bare) > 4)
    participle = manner(unit.bare) and unit.upos in ("ADJ", "NOUN", "ADV")
    return settled and (participle or ctx.line.text[unit.start : unit.end].endswith("\u064b"))


def _object(ctx: Context, cue: CueCandidate, j: int, title: Callable[[int], bool]) -> bool:
    """Whether a word is the verb's object by its ending: «أبلغ السفير الصحافيين أن», a plural behind one person."""
    before, unit = ctx.units[j - 1], ctx.units[j]
    if cue.form is None or cue.form.form not in ("perfect", "imperfect") or unit.punct or unit.ner != "O":
        return False
    takes = any(frame.startswith("obj+") for frame in cue.form.entry.frames)
    definite = before.bare.startswith("ال") and len(before.bare) > _ARTICLE
    plain = unit.upos == "NOUN" and unit.noun_start == unit.bare_start and ctx.classes.of(unit.bare) is None
    if takes and definite and plain and not unit.bare.startswith(("ال", "لل")) and not ctx.cue_at.get(j):
        return not title(j)  # «وصفت الوزارة اعتداء الأمس بأنه»
    if not unit.bare.startswith("ال") or not unit.bare.endswith("ين") or unit.feats.get("Number") != "Plur":
        return False
    one = before.ner.endswith("PER") or (before.bare.startswith("ال") and before.feats.get("Number") != "Plur")
    return one and takes


def _dated(ctx: Context, k: int) -> bool:
    """Whether a unit may be part of a time: a day, a number, a month, a mark between them."""
    unit = ctx.units[k]
    word = ctx.classes.of(unit.bare)
    return unit.punct or unit.text[0].isdigit() or word in ("time", "preposition") or unit.bare in ctx.classes.months


def content_offsets(ctx: Context, content: ContentSpan) -> tuple[int, int]:
    """Code points of a content: from its first word to its last, with the quotation marks that belong inside it.

    Outer marks are left out; a mark at either edge whose partner lies inside is taken in («وحدها» ستكون …), as is a
    closing bracket of one that opens inside.
    """
    text = ctx.line.text
    start, end = ctx.units[content.first].start, ctx.units[content.last].end
    quotes = ctx.line.quotes
    for quote in quotes:
        if (
            quote.closed
            and start - 2 <= quote.start <= start
            and quote.end < end - 1
            and not text[quote.start : start].strip()
        ):
            start = quote.start - 1
        if quote.closed and quote.end >= end and quote.start > start + 1 and not text[end : quote.end].strip(" .،؛!؟"):
            end = (
                quote.end + 1
                if text[quote.end : quote.end + 1] and text[quote.end] in MARKS | OPENERS | CLOSERS
                else quote.end
            )
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return start, end


def nest(claims: list[FoundClaim]) -> None:
    """Set every claim's parent: the smallest larger content, in its line, that holds the claim's cue and content.

    A content that holds another claim's cue but not its content («أكد أن الأمر، بحسب البيان، انتهى») is no parent: two
    such claims would hold each other.
    """
    by_line: dict[int, list[int]] = {}
    for i, claim in enumerate(claims):
        by_line.setdefault(id(claim.line), []).append(i)
    for i, inner in enumerate(claims):
        start, end = inner.start, inner.end
        if inner.cue.kind != "colon":
            start, end = min(start, inner.cue.start), max(end, inner.cue.end)
        holding = [
            (claims[j].end - claims[j].start, j)
            for j in by_line[id(inner.line)]
            if j != i
            and claims[j].start <= start
            and end <= claims[j].end
            and claims[j].end - claims[j].start > inner.end - inner.start
        ]
        inner.parent = min(holding)[1] if holding else None
