"""Stage three: the noun phrase that the grammar ties to a cue as its speaker, or none where the subject is dropped.

Two choices again: where the mention begins (or that there is none), and where it ends, given that.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimx.attribution.classes import bucket
from claimx.attribution.contents import ContentSpan, Context, name_of
from claimx.attribution.cues import CueCandidate
from claimx.attribution.loglinear import LogLinear, best
from claimx.attribution.quotes import ALL_MARKS
from claimx.attribution.units import Unit
from claimx.lexicon.speakers import SpeakerLexicon

_AFTER = 30
_BEFORE = 30
_LONGEST = 24
_COMMAS = frozenset("،,؛;")


@dataclass(frozen=True, slots=True)
class Mention:
    """Units ``first`` to ``last`` of a speaker mention; both -1 where the subject is dropped."""

    first: int
    last: int
    probability: float


NOBODY = -1


def start_candidates(ctx: Context, cue: CueCandidate, content: ContentSpan | None, people: SpeakerLexicon) -> list[int]:
    """Units at which the mention may begin, -1 for none first; never inside the content."""
    units = ctx.units
    source = _stands_in(ctx, cue)
    if source is not None:
        return [source]
    out = [NOBODY]
    sentence = units[cue.first].sentence
    for j in range(max(0, cue.first - _BEFORE), min(len(units), cue.last + 1 + _AFTER)):
        if units[j].punct or cue.first <= j <= cue.last or abs(units[j].sentence - sentence) > 1:
            continue
        if units[j].sentence > sentence:
            continue
        if content is not None and content.first <= j <= content.last:
            continue
        if units[j].bare in ctx.classes.never_start or _no_subject(ctx, cue, j, people):
            continue
        if units[j].bare in ctx.classes.never_speak and not _says(cue):
            continue  # «سأل الله أن»
        word = ctx.classes.of(units[j].bare)
        if word is not None and word != "occasion" and not _is_name(units[j]):
            continue
        out.append(j)
    return out


def _stands_in(ctx: Context, cue: CueCandidate) -> int | None:
    """The document of «جاء في البيان أن», «ورد في التقرير»: what the words stand in is their source."""
    form, units = cue.form, ctx.units
    at = cue.last + 2
    if form is None or form.form not in ("perfect", "imperfect") or form.entry.frames != ("في",) or at >= len(units):
        return None
    return at if units[at - 1].bare == "في" and not units[at].punct else None


def _no_subject(ctx: Context, cue: CueCandidate, j: int, people: SpeakerLexicon) -> bool:
    """Whether grammar rules out a word behind a verb as its subject.

    A verb before its subject is singular; right behind it the subject agrees in gender, and is no accusative (مرارا
    with its tanwin, المرشحين).
    """
    form, units = cue.form, ctx.units
    if form is None or j <= cue.last or form.form in ("particle", "noun", "phrase"):
        return False
    if units[j].bare.startswith("لل") and units[j].ner[-3:] != "PER":
        return True  # «قال للصحافيين»: to whom it is said
    if form.form not in ("perfect", "imperfect"):
        return False
    if form.number in ("p", "d") and form.person == 3:
        return True
    unit = units[j]
    if ctx.line.text[unit.start : unit.end].endswith("\u064b"):
        return True
    if j > cue.last + 1 or unit.ner != "O":
        return False
    word = unit.bare
    after = units[j + 1] if j + 1 < len(units) else None
    definite = word.startswith("ال") and len(word) > 4
    if definite and word.endswith("ين") and unit.feats.get("Number") in ("Plur", "Dual"):
        return True
    adjective = definite and after is not None and after.bare.startswith("ال") and after.bare.endswith("ة")
    feminine = (word.endswith("ة") and people.gender_of([word]) == "f") or (
        adjective and after is not None and after.upos == "ADJ"
    )
    return feminine and form.gender == "m" and unit.upos in ("NOUN", "ADJ") and unit.feats.get("Gender") != "Masc"


def _says(cue: CueCandidate) -> bool:
    return cue.form is not None and cue.form.lemma == "قال"


def _is_name(unit: Unit) -> bool:
    """Whether a closed-class word is a name here: «علي», which is spelt like «على»."""
    return unit.key == "علي" and (unit.ner[:1] in ("B", "S") or unit.upos in ("PROPN", "X", "NOUN"))


def start_features(
    ctx: Context, cue: CueCandidate, content: ContentSpan | None, j: int, people: SpeakerLexicon
) -> list[str]:
    """Features of unit ``j`` (or -1: nobody) as the first word of the speaker mention."""
    units = ctx.units
    lemma, kind = name_of(cue)
    form = cue.form
    if j == NOBODY:
        suffix = form.suffix if form else None
        n1, p1 = ctx.label(cue.last + 1), ctx.label(cue.first - 1)
        gap = bucket(content.first - cue.last) if content else "?"
        kids = {u.deprel.split(":")[0] for u in units[max(0, cue.first - 15) : cue.last + 25] if u.head == cue.first}
        return [
            "0",
            f"0k={kind}",
            f"0l={lemma}|{kind}",
            f"0n1={n1}|{kind}",
            f"0p1={p1}|{kind}",
            f"0sfx={suffix}|{kind}",
            f"0gap={gap}|{kind}",
            f"0cj={units[cue.first].conj}|{kind}",
            f"0nu={_upos(ctx, cue.last + 1)}|{kind}",
            f"0subj={any(k.startswith('nsubj') for k in kids)}|{kind}",
            f"0sec={ctx.line.segment.section}|{kind}",
            f"0pers={form.person if form else None}|{form.number if form else None}",
            f"0s0={cue.first == 0 or units[cue.first - 1].sentence != units[cue.first].sentence}|{kind}",
            f"0nner={units[cue.last + 1].ner[-3:] if cue.last + 1 < len(units) else '$'}|{kind}",
        ]
    unit = units[j]
    after = j > cue.last
    side = "A" if after else "B"
    label, p1, p2 = ctx.label(j), ctx.label(j - 1), ctx.label(j - 2)
    if j - 1 == cue.last:
        p1 = "CUE"
    if j - 2 == cue.last:
        p2 = "CUE"
    lo, hi = (cue.last + 1, j) if after else (j + 1, cue.first)
    between = range(lo, hi)
    comma = min(sum(units[b].text in _COMMAS for b in between), 2)
    marks = min(sum(units[b].punct and units[b].text in ALL_MARKS for b in between), 2)
    distance = bucket(abs(j - (cue.last if after else cue.first)))
    title = people.title_at([u.bare for u in units[j : j + 4]], 0) is not None
    name_start = unit.ner[:1] in ("B", "S")
    nominal = f"{title}|{unit.ner[-3:]}|{name_start}"
    out = [
        f"{side}|{kind}",
        f"{side}|{lemma}",
        f"{side}p1={p1}|{kind}",
        f"{side}p1={p1}|{label}",
        f"{side}p12={p2}|{p1}",
        f"{side}l={label}|{kind}",
        f"{side}d={distance}|{kind}",
        f"{side}d={distance}|{p1}",
        f"{side}w={unit.bare}",
        f"{side}nom={nominal}",
        f"{side}nom={nominal}|{p1}",
        f"{side}nom={nominal}|{distance}",
        f"{side}u={unit.upos}|{p1}",
        f"{side}u={unit.upos}|{kind}",
        f"{side}pw={ctx.word(j - 1)}",
        f"{side}comma={comma}|{kind}",
        f"{side}marks={marks}|{kind}",
        f"{side}q={unit.quote >= 0}|{unit.quote == units[cue.first].quote}",
        f"{side}n1={ctx.label(j + 1)}|{label}",
        f"{side}cl={ctx.cluster(j)}|{p1}",
        f"{side}cl={ctx.cluster(j)}",
        f"{side}cj={unit.conj}",
        f"{side}cue={ctx.cue_label(j)}",
    ]
    cues_between = ctx.cues_before[hi] - ctx.cues_before[lo] if hi > lo else 0
    out.append(f"{side}cues={min(cues_between, 2)}|{kind}")
    verbs = ctx.verbs_before[hi] - ctx.verbs_before[lo] if hi > lo else 0
    out.append(f"{side}verbs={min(verbs, 2)}|{kind}")
    prepositions = sum(ctx.classes.of(units[b].bare) == "preposition" for b in between)
    out.append(f"{side}preps={min(prepositions, 2)}|{kind}")
    if content is not None:
        out.append(f"{side}c={'beforecontent' if j < content.first else 'aftercontent'}|{kind}")
        out.append(f"{side}touch={j > content.last and j - content.last < 3}")
    if unit.upos:
        out += [
            f"{side}dep={unit.deprel}|{unit.head == cue.first}",
            f"{side}depk={unit.deprel.split(':')[0]}|{unit.head == cue.first}|{kind}",
            f"{side}num={_agrees(ctx, cue, j)}|{unit.head == cue.first}",
        ]
    sort = people.kind_of([unit.bare]) or ("title" if title else unit.ner[-3:])
    out += [f"{side}sort={sort}|{kind}", f"{side}sort={sort}|{p1}", f"{side}sort={sort}|{distance}"]
    if not after:
        relative = ctx.classes.of(ctx.word(cue.first - 1)) == "relative"
        governs = units[cue.first].head == j
        out += [f"Brel={relative}|{governs}|{comma}", f"Brel={relative}|{distance}|{sort}", f"Bgov={governs}|{kind}"]
        start = j == 0 or units[j - 1].sentence != unit.sentence
        out.append(f"Bs0={start}|{comma}|{kind}")
        out.append(f"Bsame={unit.sentence == units[cue.first].sentence}|{kind}")
    return out


def _upos(ctx: Context, j: int) -> str:
    return ctx.units[j].upos if 0 <= j < len(ctx.units) else "$"


def _agrees(ctx: Context, cue: CueCandidate, j: int) -> str:
    """Agreement of a word with the cue in gender: yes, no or unknown."""
    gender = ctx.units[j].feats.get("Gender")
    mine = cue.form.gender if cue.form else None
    if not gender or not mine:
        return "?"
    return "yes" if gender[0].lower() == mine else "no"


def end_candidates(ctx: Context, cue: CueCandidate, content: ContentSpan | None, first: int) -> list[int]:
    """Units at which a mention that begins at ``first`` may end."""
    units = ctx.units
    out = []
    for j in range(first, min(len(units), first + _LONGEST)):
        if cue.first <= j <= cue.last or units[j].sentence != units[first].sentence:
            break
        if content is not None and content.first <= j <= content.last:
            break
        if not units[j].punct:
            out.append(j)
    return out


def end_features(ctx: Context, cue: CueCandidate, content: ContentSpan | None, first: int, j: int) -> list[str]:
    """Features of unit ``j`` as the last word of the mention that begins at ``first``."""
    units = ctx.units
    k = j + 1
    label, n1, n2 = ctx.label(j), ctx.label(k), ctx.label(k + 1)
    if k < len(units) and cue.first <= k <= cue.last:
        n1 = "CUE"
    size = min(j - first, 8)
    here = units[j]
    after = units[k] if k < len(units) else None
    inside_name = after is not None and after.ner[:1] in ("I", "E")
    ends_name = here.ner[:1] in ("E", "S")
    starts_name = after is not None and after.ner[:1] in ("B", "S")
    commas = sum(units[t].text in _COMMAS for t in range(first, j))
    tag = f"{here.ner[-3:]}|{ends_name}|{inside_name}|{starts_name}"
    touches = content is not None and content.first - 3 <= k <= content.first
    quoted = after is not None and here.quote >= 0 and after.quote == here.quote
    out = [
        f"n1={n1}",
        f"l={label}|{n1}",
        f"n12={n1}|{n2}",
        f"ls={label}|{ctx.label(j - 1)}",
        f"w1={ctx.word(k)}",
        f"size={size}",
        f"size={size}|{n1}",
        f"ner={tag}",
        f"ner={tag}|{n1}",
        f"c={min(commas, 2)}",
        f"c={min(commas, 2)}|{n1}",
        f"u={here.upos}|{_upos(ctx, k)}",
        f"u3={here.upos}|{_upos(ctx, k)}|{_upos(ctx, k + 1)}",
        f"touch={touches}|{n1}",
        f"quoted={quoted}|{here.quote >= 0}",
        f"cue={ctx.cue_label(k)}",
        f"comp={after is not None and _comp(ctx, k)}",
        f"w={here.bare}",
        f"cl={ctx.cluster(j)}|{ctx.cluster(k) if after is not None else '$'}",
        f"ncl={ctx.cluster(k) if after is not None else '$'}",
        f"cj={after is not None and after.conj}|{n1}",
    ]
    if here.upos and after is not None:
        head = after.head
        where = "in" if first <= head <= j else "cue" if cue.first <= head <= cue.last else "out"
        out += [
            f"arc={where}|{after.deprel.split(':')[0]}",
            f"arcn={where}|{n1}",
            f"arcu={where}|{after.upos}|{here.upos}",
        ]
    return out


def _comp(ctx: Context, k: int) -> bool:
    return ctx.classes.is_complementiser(ctx.units[k].key)


def mentions(
    ctx: Context,
    cue: CueCandidate,
    content: ContentSpan | None,
    starts: LogLinear,
    ends: LogLinear,
    people: SpeakerLexicon,
) -> list[Mention]:
    """Possible speaker mentions of a cue, most probable first; ``first == -1``: the subject is dropped.

    Those that could not be the first are not all looked at.
    """
    where = start_candidates(ctx, cue, content, people)
    shares = starts.distribution([start_features(ctx, cue, content, j, people) for j in where])
    out: list[Mention] = []
    for share, first in sorted(zip(shares, where, strict=True), key=lambda p: (-p[0], p[1]))[:3]:
        if out and share <= max(m.probability for m in out):
            break  # no end could make this start the likelier one
        if first == NOBODY:
            out.append(Mention(NOBODY, NOBODY, share))
            continue
        closing = end_candidates(ctx, cue, content, first)
        if not closing:
            continue
        odds = ends.distribution([end_features(ctx, cue, content, first, j) for j in closing])
        k = best(odds)
        out.append(Mention(first, closing[k], share * odds[k]))
    return sorted(out, key=lambda m: (-m.probability, m.first))
