"""Training of the attribution models from annotated articles: ``python -m claimx.training attribution``.

The stages feed one another, so each is trained on what the stage before it says of articles that it has not learnt
from (jackknifing, as in stacked generalisation, Wolpert 1992): the content models see cue probabilities as unsure as
they will be at run time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claimx.attribution import contents, cues, mentions
from claimx.attribution.chains import Resolution, Resolver, antecedent_features
from claimx.attribution.classes import WordClasses
from claimx.attribution.contents import ContentSpan, Context
from claimx.attribution.cues import CueCandidate
from claimx.attribution.finding import FoundClaim, nest
from claimx.attribution.forms import quotes_within, speech_features
from claimx.attribution.loglinear import LogLinear
from claimx.attribution.units import Line, lines_of
from claimx.evaluation.gold import GoldClaim
from claimx.lexicon.cues import CueLexicon, fold
from claimx.lexicon.speakers import SpeakerLexicon
from claimx.linguistics.parse import Parse
from claimx.model.article import Article, Segment
from claimx.training.loglinear import Decision, train, yes_no


@dataclass(slots=True)
class GoldLine:
    """A line with its cue candidates and, per candidate, the annotated claims it signals."""

    line: Line
    candidates: list[CueCandidate]
    claims: list[list[GoldClaim]]


@dataclass(slots=True)
class Example:
    """An annotated article, analysed."""

    article: Article
    claims: list[GoldClaim]
    lines: list[GoldLine] = field(default_factory=list)
    missed: list[GoldClaim] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lexicons:
    """What the stages look words up in."""

    cues: CueLexicon
    people: SpeakerLexicon
    classes: WordClasses


def align(article: Article, parse: Parse | None, claims: Sequence[GoldClaim], lexicons: Lexicons) -> Example:
    """Find, for every annotated claim, the candidate that signals it; claims without one are ``missed``."""
    example = Example(article, list(claims))
    for line in lines_of(article, parse):
        found = cues.candidates(line, lexicons.cues, lexicons.classes)
        example.lines.append(GoldLine(line, found, [[] for _ in found]))
    for claim in claims:
        for gold in example.lines:
            segment = gold.line.segment
            if not segment.start <= claim.content[0] < segment.end:
                continue
            at = _signal(gold, claim)
            if at is None:
                example.missed.append(claim)
            else:
                gold.claims[at].append(claim)
            break
        else:
            example.missed.append(claim)
    return example


def _signal(gold: GoldLine, claim: GoldClaim) -> int | None:
    if claim.cue is not None:
        for k, c in enumerate(gold.candidates):
            if c.kind != "colon" and c.start < claim.cue[1] and claim.cue[0] < c.end:
                return k
        return None
    units = gold.line.units
    for k, c in enumerate(gold.candidates):
        if c.kind == "colon":
            j = c.last + 1
            while j < len(units) and units[j].punct:
                j += 1
            if j < len(units) and abs(units[j].start - claim.content[0]) <= 2:
                return k
    return None


def unit_span(line: Line, span: tuple[int, int]) -> tuple[int, int] | None:
    """First and last word unit that a span of code points covers, marks at its edges left out."""
    inside = [u.i for u in line.units if not u.punct and u.start < span[1] and span[0] < u.end]
    return (inside[0], inside[-1]) if inside else None


def cue_decisions(examples: Iterable[Example], lexicons: Lexicons, weight: float = 1.0) -> list[Decision]:
    """One yes/no decision per cue candidate."""
    return [
        yes_no(cues.features(gold.line, c, lexicons.classes, lexicons.people), bool(claims), weight)
        for e in examples
        for gold in e.lines
        for c, claims in zip(gold.candidates, gold.claims, strict=True)
    ]


def jackknife(
    examples: Sequence[Example], lexicons: Lexicons, extra: Sequence[Example] = (), *, folds: int, strength: Strength
) -> None:
    """Set every candidate's probability by a model that has not seen its article, nor its part of the extra ones."""
    for k, (train_part, test_part) in enumerate(split(examples, folds)):
        known = [e for i, e in enumerate(extra) if i % folds != k]
        decisions = cue_decisions(train_part, lexicons) + cue_decisions(known, lexicons, strength.extra)
        model = train(decisions, l2=strength.cue)
        for e in [*test_part, *extra[k::folds]]:
            for gold in e.lines:
                cues.decide(gold.line, gold.candidates, model, lexicons.classes, lexicons.people)


def split(examples: Sequence[Example], folds: int) -> Iterable[tuple[list[Example], list[Example]]]:
    """Folds by article, shuffled with a fixed seed."""
    order = list(range(len(examples)))
    random.Random(20).shuffle(order)
    for k in range(folds):
        held = set(order[k::folds])
        yield [e for i, e in enumerate(examples) if i not in held], [e for i, e in enumerate(examples) if i in held]


def content_decisions(
    examples: Iterable[Example], lexicons: Lexicons, weight: float = 1.0
) -> tuple[list[Decision], list[Decision], int]:
    """Start and end decisions of every annotated content, and the number of contents out of the candidates' reach."""
    starts, ends, lost = [], [], 0
    for e in examples:
        for gold in e.lines:
            ctx = Context(gold.line, gold.candidates, lexicons.classes)
            for cue, claims in zip(gold.candidates, gold.claims, strict=True):
                for claim in claims[:1]:
                    span = unit_span(gold.line, claim.content)
                    if span is None:
                        continue
                    where = contents.start_candidates(ctx, cue)
                    if span[0] in where:
                        features = [contents.start_features(ctx, cue, j) for j in where]
                        starts.append(Decision(features, where.index(span[0]), weight))
                    else:
                        lost += 1
                    closing = contents.end_candidates(ctx, cue, span[0])
                    if span[1] in closing:
                        features = [contents.end_features(ctx, cue, span[0], j) for j in closing]
                        ends.append(Decision(features, closing.index(span[1]), weight))
                    else:
                        lost += 1
    return starts, ends, lost


def lexicon_articles(lexicons: Lexicons) -> list[Article]:
    """The example sentences of the cue lexicon, each as an article of one line."""
    return [
        Article(
            id=f"{entry.kind}:{entry.lemma}",
            source="cues.yaml",
            text=entry.example,
            segments=(Segment(start=0, end=len(entry.example), section="body"),),
        )
        for entry in lexicons.cues.entries
        if entry.example and entry.claim in entry.example
    ]


def lexicon_examples(articles: Sequence[Article], parses: Sequence[Parse | None], lexicons: Lexicons) -> list[Example]:
    """The lexicon's examples as annotated articles: cue and content are known, the speaker is not.

    They teach the frames of verbs that the annotated articles have seldom or never.
    """
    known = {f"{entry.kind}:{entry.lemma}": entry for entry in lexicons.cues.entries}
    out = []
    for article, parse in zip(articles, parses, strict=True):
        entry = known[article.id]
        at = article.text.index(entry.claim)
        example = Example(article, [])
        for line in lines_of(article, parse):
            found = cues.candidates(line, lexicons.cues, lexicons.classes)
            example.lines.append(GoldLine(line, found, [[] for _ in found]))
            fits = [
                k
                for k, c in enumerate(found)
                if c.form is not None and entry.lemma in (c.form.entry.lemma, c.form.lemma)
            ]
            if not fits:
                continue
            cue = found[fits[0]]
            claim = GoldClaim(1, None, None, (cue.start, cue.end), (at, at + len(entry.claim)), None)
            example.lines[-1].claims[fits[0]].append(claim)
            example.claims.append(claim)
        if example.claims:
            out.append(example)
    return out


def mention_decisions(examples: Iterable[Example], lexicons: Lexicons) -> tuple[list[Decision], list[Decision], int]:
    """Start and end decisions of every annotated speaker mention (or its absence), and those out of reach."""
    starts, ends, lost = [], [], 0
    for e in examples:
        for gold in e.lines:
            ctx = Context(gold.line, gold.candidates, lexicons.classes)
            for cue, claims in zip(gold.candidates, gold.claims, strict=True):
                for claim in claims[:1]:
                    content_units = unit_span(gold.line, claim.content)
                    content = ContentSpan(*content_units, 1.0) if content_units else None
                    span = unit_span(gold.line, claim.mention) if claim.mention else (mentions.NOBODY, mentions.NOBODY)
                    if span is None:
                        continue
                    where = mentions.start_candidates(ctx, cue, content, lexicons.people)
                    if span[0] not in where:
                        lost += 1
                        continue
                    starts.append(
                        Decision(
                            [mentions.start_features(ctx, cue, content, j, lexicons.people) for j in where],
                            where.index(span[0]),
                        )
                    )
                    if span[0] == mentions.NOBODY:
                        continue
                    closing = mentions.end_candidates(ctx, cue, content, span[0])
                    if span[1] in closing:
                        ends.append(
                            Decision(
                                [mentions.end_features(ctx, cue, content, span[0], j) for j in closing],
                                closing.index(span[1]),
                            )
                        )
                    else:
                        lost += 1
    return starts, ends, lost


def form_decisions(examples: Iterable[Example], lexicons: Lexicons) -> list[Decision]:
    """One yes/no decision per quotation that is part of an annotated content: speech, or a name in marks?"""
    out = []
    for e in examples:
        for gold in e.lines:
            ctx = Context(gold.line, gold.candidates, lexicons.classes)
            for claims in gold.claims:
                for claim in claims[:1]:
                    units = unit_span(gold.line, claim.content)
                    if units is None or claim.form == "direct":
                        continue
                    content = ContentSpan(*units, 1.0)
                    inner = quotes_within(ctx, content)
                    words = [u for u in gold.line.units[units[0] : units[1] + 1] if not u.punct]
                    inside = [u for u in words if any(q.start <= u.start < q.end for q in inner)]
                    if not inside or len(inside) == len(words):
                        continue
                    if claim.form == "mixed":  # at least one of them is speech: the longest
                        inner = [max(inner, key=lambda q: q.end - q.start)]
                    out += [yes_no(speech_features(ctx, content, q), claim.form == "mixed") for q in inner]
    return out


@dataclass(frozen=True, slots=True)
class Strength:
    """Regularisation of each model, and the weight of the lexicon's examples."""

    extra: float = 0.2
    cue: float = 1.0
    start: float = 0.5
    end: float = 2.0
    mention: float = 0.7
    form: float = 1.0
    antecedent: float = 6.0  # few decisions, many features


def fit(
    examples: Sequence[Example],
    lexicons: Lexicons,
    strength: Strength | None = None,
    *,
    extra: Sequence[Example] = (),
    folds: int = 5,
) -> dict[str, LogLinear]:
    """Train every model of attribution.

    Args:
        examples: Annotated articles.
        lexicons: The lexicons.
        strength: Regularisation, and the weight of the extra examples.
        extra: Examples of cues and contents alone (see :func:`lexicon_examples`).
        folds: Of the jackknife.
    """
    s = strength or Strength()
    jackknife(examples, lexicons, extra, folds=folds, strength=s)
    starts, ends, _ = content_decisions(examples, lexicons)
    more_starts, more_ends, _ = content_decisions(extra, lexicons, s.extra)
    decisions = cue_decisions(examples, lexicons) + cue_decisions(extra, lexicons, s.extra)
    who_starts, who_ends, _ = mention_decisions(examples, lexicons)
    return {
        "cue": train(decisions, l2=s.cue),
        "content_start": train(starts + more_starts, l2=s.start),
        "content_end": train(ends + more_ends, l2=s.end),
        "mention_start": train(who_starts, l2=s.mention),
        "mention_end": train(who_ends, l2=s.mention),
        "antecedent": train(antecedent_decisions(examples, lexicons)[0], l2=s.antecedent),
        "form": train(form_decisions(examples, lexicons), l2=s.form),
    }


def gold_claims(gold: GoldLine, lexicons: Lexicons) -> list[tuple[FoundClaim, GoldClaim]]:
    """The annotated claims of a line as if the first three stages had found them without a fault."""
    ctx = Context(gold.line, gold.candidates, lexicons.classes)
    out = []
    for cue, claims in zip(gold.candidates, gold.claims, strict=True):
        for claim in claims[:1]:
            units = unit_span(gold.line, claim.content)
            if units is None:
                continue
            who = unit_span(gold.line, claim.mention) if claim.mention else None
            mention = mentions.Mention(*(who or (mentions.NOBODY, mentions.NOBODY)), 1.0)
            span = ContentSpan(*units, 1.0)
            found = FoundClaim(ctx, cue, span, mention, *claim.content, "direct", [], (0.0, 0.0, 0.0))
            out.append((found, claim))
    return out


def antecedent_decisions(examples: Iterable[Example], lexicons: Lexicons) -> tuple[list[Decision], int]:
    """One decision per annotated claim without a mention: whose is it? And how many lie out of reach."""
    out, lost = [], 0
    for e in examples:
        pairs = sorted(
            (p for gold in e.lines for p in gold_claims(gold, lexicons)), key=lambda p: (p[0].cue.start, p[0].start)
        )
        found = [f for f, _ in pairs]
        nest(found)
        resolver = Resolver([gold.line for gold in e.lines], lexicons.people, lexicons.classes, None)
        resolver.learn(found)
        done: list[Resolution] = []
        for i, (claim, gold_claim) in enumerate(pairs):
            if claim.mention.first != mentions.NOBODY:
                done.append(resolver.resolve_one(claim, found[:i], done))
                continue
            options = resolver.antecedents(claim, found[:i], done)
            right = [k for k, c in enumerate(options) if same_speaker(c.entity.name, gold_claim.name or "")]
            if right:
                if len(options) > 1:
                    out.append(Decision([antecedent_features(claim, c) for c in options], right[0]))
                done.append(Resolution(options[right[0]].entity, "dropped"))
            else:
                lost += 1
                done.append(resolver.resolve_one(claim, found[:i], done))
    return out, lost


def same_speaker(a: str, b: str) -> bool:
    """Whether two names are the same speaker's: equal words, all of one's in the other, or half of all shared."""
    x, y = (
        {w[2:] if w.startswith("ال") and len(w) > 4 else w for w in map(fold, re.findall(r"\w+", n))} for n in (a, b)
    )
    return bool(x and y) and (x <= y or y <= x or len(x & y) / len(x | y) >= 0.5)
