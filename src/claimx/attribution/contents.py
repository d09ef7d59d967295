"""Stage two: the content of a cue, from its first word to its last.

Two choices given the cue: where the content begins (behind a complementiser, inside a quotation, before the cue …),
then, given that, where it ends. Both are log-linear models over the words of the line; the second sees the whole span
it would close (balance of quotations, cues inside it, arcs that leave it), which labelling word by word cannot.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from claimx.attribution.classes import WordClasses, bucket
from claimx.attribution.cues import CueCandidate
from claimx.attribution.loglinear import LogLinear
from claimx.attribution.quotes import ALL_MARKS
from claimx.attribution.units import Line, Unit

_SPEECH = 2  # units from the first to the last word from which a quotation is speech and no name
_OPENING = 15  # units behind a cue in which its content opens
_DEEPEST = 25  # steps up a tree that are followed
_PREPOSITIONS = {"الي": "إلى", "علي": "على", "عن": "عن", "من": "من", "في": "في", "حول": "حول"}
_AFTER = 45  # a content begins at most this many units behind its cue
_STARTS = 4  # starts that are followed up
_CANDIDATES = 200  # places at which a content may begin; only hostile text has as many
_COMMAS = frozenset("،,؛;")
_LONG = 6  # letters of a definite plural in -ون; shorter words end so by chance
_STOPS = frozenset(".؟!?…")
SURE = 0.5  # probability from which another candidate counts as a cue


@dataclass(frozen=True, slots=True)
class ContentSpan:
    """Units ``first`` to ``last`` of a content, and its probability given the cue."""

    first: int
    last: int
    probability: float


class Context:
    """A line with its cues, and what both stages ask of it again and again."""

    def __init__(self, line: Line, cues: Sequence[CueCandidate], classes: WordClasses) -> None:
        self.line = line
        self.units = line.units
        self.cues = cues
        self.classes = classes
        self.labels = [classes.label(u) for u in line.units]
        self.cue_at = {j: c for c in cues for j in range(c.first, c.last + 1)}
        n = len(line.units)
        self.cues_before = [0] * (n + 1)
        self.commas_before = [0] * (n + 1)
        self.verbs_before = [0] * (n + 1)
        self.complementisers_before = [0] * (n + 1)
        self.last_comma = [-1] * (n + 1)  # before a unit
        self.left, self.right = _extents(line.units)
        self._openings: dict[int, tuple[int | None, int | None]] = {}
        starts = {c.first for c in cues if c.probability >= SURE and c.kind != "colon"}
        for j, unit in enumerate(line.units):
            self.cues_before[j + 1] = self.cues_before[j] + (j in starts)
            self.commas_before[j + 1] = self.commas_before[j] + (unit.text in _COMMAS)
            self.verbs_before[j + 1] = self.verbs_before[j] + (unit.upos == "VERB")
            opens = classes.is_complementiser(unit.key) or classes.is_complementiser(unit.bare)
            self.complementisers_before[j + 1] = self.complementisers_before[j] + opens
            self.last_comma[j + 1] = j if unit.text in _COMMAS else self.last_comma[j]

    def openings(self, last: int) -> tuple[int | None, int | None]:
        """The first complementiser and the first colon or quotation mark behind unit ``last``."""
        known = self._openings.get(last)
        if known is None:
            behind = range(last + 1, min(len(self.units), last + _AFTER))
            comp = next((k for k in behind if _is_comp(self, k)), None)
            mark = next((k for k in behind if self.units[k].text == ":" or self.units[k].text in ALL_MARKS), None)
            known = self._openings[last] = (comp, mark)
        return known

    def label(self, j: int) -> str:
        """Label of unit ``j``, or ^ and $ outside the line."""
        if j < 0:
            return "^"
        return self.labels[j] if j < len(self.labels) else "$"

    def word(self, j: int) -> str:
        """Bare key of unit ``j``, or ^ and $ outside the line."""
        if j < 0:
            return "^"
        return self.units[j].bare if j < len(self.units) else "$"

    def cluster(self, j: int) -> str:
        """Cluster of unit ``j``'s word."""
        return self.classes.cluster(self.units[j].bare)

    def cue_label(self, j: int) -> str:
        """How much of a cue unit ``j`` is: its form, with a mark when it is sure; empty for no candidate."""
        cue = self.cue_at.get(j)
        if cue is None:
            return ""
        kind = cue.form.form if cue.form else cue.kind
        return f"{kind}{'+' if cue.probability >= SURE else '-'}"


def _extents(units: Sequence[Unit]) -> tuple[list[int], list[int]]:
    """First and last unit of every unit's subtree."""
    left = list(range(len(units)))
    right = list(range(len(units)))
    for i in range(len(units)):
        head, steps = units[i].head, 0
        while head >= 0 and steps < _DEEPEST:
            left[head] = min(left[head], i)
            right[head] = max(right[head], i)
            head = units[head].head
            steps += 1
    return left, right


def _branch(units: Sequence[Unit], cue: CueCandidate, j: int) -> int:
    """The dependent of the cue in whose subtree unit ``j`` stands, -1 for none."""
    for _ in range(_DEEPEST):
        head = units[j].head
        if cue.first <= head <= cue.last:
            return j
        if head < 0:
            return -1
        j = head
    return -1


@functools.cache
def _contents_of(frames: tuple[str, ...]) -> frozenset[str]:
    """What the frames of an entry put in front of a content: of «obj+ب» the preposition."""
    return frozenset(frame.split("+")[-1] for frame in frames)


def _frame(cue: CueCandidate, units: Sequence[Unit], j: int) -> str:
    """How a content that begins at ``j`` would fit the lexicon's frames: behind which preposition, or as an object."""
    form = cue.form
    if form is None:
        return "none"
    wanted = _contents_of(form.entry.frames)
    before = units[j - 1].bare if j else ""
    name = _PREPOSITIONS.get(before)
    if name is not None and j - 1 > cue.last:
        return f"{name}{'+' if name in wanted else '-'}"
    key = units[j].bare
    if key[:1] in ("ب", "ل") and units[j].noun_start > units[j].bare_start:
        return f"{key[0]}{'+' if key[0] in wanted else '-'}"
    return f"bare{'+' if 'obj' in wanted else '-'}"


def name_of(cue: CueCandidate) -> tuple[str, str]:
    """Lemma and form of a cue, as features name them."""
    if cue.form:
        return cue.form.entry.lemma, cue.form.form
    return cue.kind, cue.kind


def start_candidates(ctx: Context, cue: CueCandidate) -> list[int]:
    """Units at which the cue's content may begin: words behind the cue, and clause beginnings before it."""
    units = ctx.units
    quoted = _quoted_before(ctx, cue)
    if quoted is not None:
        return [quoted]
    behind = range(cue.last + 1 + _subject_behind(ctx, cue), min(len(units), cue.last + 1 + _AFTER))
    out = [j for j in behind if not units[j].punct]
    sentence = units[cue.first].sentence
    for j in range(cue.first - 1, -1, -1):
        unit = units[j]
        if unit.punct:
            continue
        opens = j == 0 or units[j - 1].punct or unit.conj or ctx.classes.of(units[j - 1].bare) is not None
        if unit.sentence < sentence - 1 and not (unit.quote >= 0 and _quote_reaches(ctx, unit.quote, cue.first)):
            if not (j == 0 or units[j - 1].sentence != unit.sentence):
                continue
            if unit.sentence < sentence - 3:
                break
        if opens:
            out.append(j)
            if len(out) >= _CANDIDATES:
                break
    return out


def _subject_behind(ctx: Context, cue: CueCandidate) -> bool:
    """Whether the word behind a verb is its subject by its ending: «وصف المسؤولون الانفجار بأنه»."""
    at = cue.last + 1
    if cue.form is None or cue.form.form not in ("perfect", "imperfect") or at >= len(ctx.units):
        return False
    unit = ctx.units[at]
    nominative = unit.bare.startswith("ال") and unit.bare.endswith("ون") and len(unit.bare) > _LONG
    return nominative and unit.feats.get("Number") == "Plur"


def _quoted_before(ctx: Context, cue: CueCandidate) -> int | None:
    """First word of the quotation that a verb closes («…»، قال الوزير.), where nothing behind the verb opens one."""
    units = ctx.units
    if cue.form is None or cue.form.form not in ("perfect", "imperfect"):
        return None
    j = cue.first - 1
    while j >= 0 and (units[j].text in _COMMAS or units[j].text in ALL_MARKS):
        j -= 1
    closed = cue.first - 1 - j > 0 and any(units[k].text in ALL_MARKS for k in range(j + 1, cue.first))
    if j < 0 or not closed or units[j].quote < 0 or units[j].quote == units[cue.first].quote:
        return None
    quote = units[j].quote
    first = j
    while first > 0 and units[first - 1].quote == quote:
        first -= 1
    while units[first].punct and first < j:
        first += 1
    before = first - 1
    while before >= 0 and units[before].punct:
        before -= 1
    starts = before < 0 or units[before].sentence != units[first].sentence
    if j - first < _SPEECH or not starts:
        return None
    for k in range(cue.last + 1, min(len(units), cue.last + 1 + _OPENING)):
        if units[k].sentence != units[cue.last].sentence:
            break
        if _is_comp(ctx, k) or units[k].text == ":" or units[k].text in ALL_MARKS:
            return None
    return first


def _quote_reaches(ctx: Context, quote: int, unit: int) -> bool:
    """Whether a quotation ends right before a unit (marks and commas between)."""
    end = ctx.line.quotes[quote].end
    j = unit - 1
    while j >= 0 and ctx.units[j].punct:
        if ctx.units[j].start <= end:
            return True
        j -= 1
    return False


def start_features(ctx: Context, cue: CueCandidate, j: int) -> list[str]:
    """Features of unit ``j`` as the first word of the cue's content."""
    units = ctx.units
    lemma, kind = name_of(cue)
    unit = units[j]
    after = j > cue.last
    label, p1, p2 = ctx.label(j), ctx.label(j - 1), ctx.label(j - 2)
    if j - 1 == cue.last:
        p1 = "CUE"
    if j - 2 == cue.last:
        p2 = "CUE"
    side = "A" if after else "B"
    out = [
        f"{side}",
        f"{side}|{kind}",
        f"{side}|{lemma}",
        f"{side}p1={p1}|{kind}",
        f"{side}p1={p1}|{lemma}",
        f"{side}p12={p2}|{p1}",
        f"{side}p12k={p2}|{p1}|{kind}",
        f"{side}l={label}|{kind}",
        f"{side}u={unit.upos}|{kind}",
        f"{side}pl={p1}|{label}",
        f"{side}w={ctx.word(j)}",
        f"{side}pw={ctx.word(j - 1)}|{kind}",
        f"{side}ner={unit.ner[-3:]}|{kind}",
        f"{side}cl={ctx.cluster(j)}|{kind}",
    ]
    if after:
        lo, hi = cue.last + 1, j
        out += _after_features(ctx, cue, j, kind, lemma, p1)
    else:
        lo, hi = j, cue.first
        out += _before_features(ctx, cue, j, kind, p1)
    # Differences of counts: what is between is not walked through once for every place at which a content may begin.
    comps = ctx.complementisers_before[hi] - ctx.complementisers_before[lo] if hi > lo else 0
    commas = ctx.commas_before[hi] - ctx.commas_before[lo] if hi > lo else 0
    out.append(f"{side}nc={min(comps, 3)}|{kind}")
    out.append(f"{side}comma={min(commas, 3)}|{kind}")
    out.append(f"{side}stop={min(units[max(cue.last, j)].sentence - units[min(cue.first, j)].sentence, 3)}|{kind}")
    out.append(f"{side}cues={min(ctx.cues_before[hi] - ctx.cues_before[lo], 3)}|{kind}")
    verbs = ctx.verbs_before[hi] - ctx.verbs_before[lo]
    out.append(f"{side}verbs={min(verbs, 3)}|{kind}")
    cue_quote = units[cue.first].quote
    opens_quote = unit.quote >= 0 and (j == 0 or units[j - 1].quote != unit.quote)
    out.append(f"{side}quote={opens_quote}|{unit.quote >= 0}|{unit.quote == cue_quote}|{kind}")
    if opens_quote:
        others = any(units[k].quote >= 0 and units[k].quote != cue_quote for k in range(lo, hi))
        out.append(f"{side}firstquote={not others}|{kind}")
    if unit.upos:
        out.append(f"{side}dep={unit.deprel}|{unit.head == cue.first}|{kind}")
        out.append(f"{side}depl={unit.deprel.split(':')[0]}|{unit.head == cue.first}|{lemma}")
        out.append(f"{side}path={_path(units, j, cue.first)}|{kind}")
        branch, before = _branch(units, cue, j), _branch(units, cue, j - 1) if j else -1
        relation = units[branch].deprel.split(":")[0] if branch >= 0 else "-"
        leaving = units[before].deprel.split(":")[0] if before >= 0 else "-"
        edge = branch >= 0 and ctx.left[branch] == j
        out += [
            f"{side}br={relation}|{edge}|{kind}",
            f"{side}brl={relation}|{edge}|{lemma}",
            f"{side}turn={leaving}>{relation}|{branch != before}|{kind}",
        ]
    if after:
        fit = _frame(cue, units, j)
        out += [f"Afr={fit}", f"Afr={fit}|{kind}", f"Afrp={fit}|{p1}", f"Afrd={fit}|{bucket(j - cue.last)}"]
        if unit.upos:
            out += [f"Afru={fit}|{unit.deprel.split(':')[0]}|{unit.head == cue.first}", f"Afrb={fit}|{relation}|{edge}"]
    return out


def _after_features(ctx: Context, cue: CueCandidate, j: int, kind: str, lemma: str, p1: str) -> list[str]:
    units, classes = ctx.units, ctx.classes
    distance = j - cue.last
    out = [f"Ad={bucket(distance)}|{kind}", f"Adp={bucket(distance)}|{p1}", f"Adl={min(distance, 6)}|{lemma}"]
    first_comp, first_mark = ctx.openings(cue.last)
    if first_comp is not None:
        pronoun = classes.of(units[first_comp].key) == "complementiser_pronoun"
        target = first_comp if pronoun else first_comp + 1
        same = units[first_comp].sentence == units[cue.last].sentence
        out.append(f"Acomp={'at' if j == target else 'past' if j > target else 'before'}|{kind}|{same}")
        out.append(f"Acompl={'at' if j == target else 'past' if j > target else 'before'}|{lemma}")
        if j == target:
            clean = not any(units[k].text in _COMMAS for k in range(cue.last + 1, first_comp))
            crossed = ctx.cues_before[first_comp] - ctx.cues_before[cue.last + 1]
            out += [
                f"Acat={ctx.word(first_comp)}|{lemma}",
                f"Acat={ctx.word(first_comp)}|{kind}",
                f"Acatd={bucket(first_comp - cue.last)}|{kind}",
                f"Aclean={clean}|{crossed}|{kind}",
                f"Acj={units[first_comp].conj}|{kind}",
            ]
            if first_mark is not None:
                out.append(f"Amarkfirst={first_mark < first_comp}|{kind}")
    else:
        out.append(f"Anocomp|{kind}|{bucket(distance)}")
    if first_mark is not None:
        place = first_mark + 1
        while place < len(units) and units[place].punct:
            place += 1
        out.append(
            f"Amark={'at' if j == place else 'past' if j > place else 'before'}|{units[first_mark].text == ':'}|{kind}"
        )
        if j == place:
            out.append(f"Amd={bucket(first_mark - cue.last)}|{kind}")
    head_word = units[cue.last + 1].bare if cue.last + 1 < len(units) else "$"
    out.append(f"Anw={head_word}|{min(distance, 4)}|{kind}")
    out.append(f"Anl={ctx.label(cue.last + 1)}|{bucket(distance)}|{kind}")
    return out


def _before_features(ctx: Context, cue: CueCandidate, j: int, kind: str, p1: str) -> list[str]:
    units = ctx.units
    sentence_start = j == 0 or units[j - 1].sentence != units[j].sentence
    same = units[j].sentence == units[cue.first].sentence
    out = [f"Bstart={sentence_start}|{same}|{kind}", f"Bline={j == 0}|{kind}", f"Bd={bucket(cue.first - j)}|{kind}"]
    before = ctx.label(cue.first - 1)
    out.append(f"Bcue={before}|{sentence_start}|{kind}")
    nearest_comma = ctx.last_comma[max(cue.first - 1, 0)]
    out.append(f"Bclause={j == nearest_comma + 1}|{kind}|{p1}")
    end_of_sentence = cue.last + 1 >= len(units) or units[cue.last + 1].text in _STOPS
    out.append(f"Bend={end_of_sentence}|{kind}")
    if units[j].quote >= 0:
        out.append(f"Breach={_quote_reaches(ctx, units[j].quote, cue.first)}|{kind}")
    cue_starts = cue.first == 0 or units[cue.first - 1].sentence != units[cue.first].sentence
    out.append(f"Bcuestart={cue_starts}|{kind}")
    reach = max(cue.last + 1, min(len(units), cue.last + 12))
    after_comp = ctx.complementisers_before[reach] > ctx.complementisers_before[cue.last + 1]
    out.append(f"Bcompafter={after_comp}|{kind}")
    return out


def _is_comp(ctx: Context, k: int) -> bool:
    return ctx.complementisers_before[k + 1] > ctx.complementisers_before[k]


def _path(units: list[Unit], j: int, target: int) -> str:
    """Relations from unit ``j`` up to ``target``, at most three; ``-`` where they do not meet."""
    steps = []
    for _ in range(3):
        steps.append(units[j].deprel.split(":")[0])
        j = units[j].head
        if j == target:
            return ">".join(steps)
        if j < 0:
            return "-"
    return "far"


def end_candidates(ctx: Context, cue: CueCandidate, first: int) -> list[int]:
    """Units at which a content that begins at ``first`` may end: words before a mark, a cue, a conjunction, the end."""
    units = ctx.units
    limit = cue.first if first < cue.first else len(units)
    out = []
    for j in range(first, limit):
        if units[j].punct:
            continue
        k = j + 1
        closes = k >= limit or units[k].punct or k in ctx.cue_at or units[k].conj
        if not closes:
            closes = ctx.classes.of(units[k].bare) is not None
        if closes:
            out.append(j)
    if not out:
        out = [j for j in range(first, limit) if not units[j].punct][-1:]
    if len(out) > 70:
        # a very long line: keep the near ends and those that close a sentence or quotation
        far = [
            j
            for j in out[50:]
            if j + 1 >= len(units)
            or units[j + 1].sentence != units[j].sentence
            or units[j + 1].text in _STOPS
            or units[j + 1].text in ALL_MARKS
        ]
        out = out[:50] + far[:60]
    return out


def end_features(ctx: Context, cue: CueCandidate, first: int, j: int) -> list[str]:
    """Features of unit ``j`` as the last word of the cue's content, which begins at ``first``."""
    units = ctx.units
    lemma, kind = name_of(cue)
    k = j + 1
    n1, n2, n3 = ctx.label(k), ctx.label(k + 1), ctx.label(k + 2)
    w1, w2 = ctx.word(k), ctx.word(k + 1)
    c1, c2 = ctx.cue_label(k), ctx.cue_label(k + 1)
    # the first word behind marks, and whether it is a cue
    m = k
    while m < len(units) and units[m].punct:
        m += 1
    cm, wm = ctx.cue_label(m), ctx.word(m)
    side = "A" if first > cue.last else "B"
    crossed = units[j].sentence - units[first].sentence
    q = units[first].quote
    inside = units[j].quote >= 0 and k < len(units) and units[k].quote == units[j].quote
    at_close = units[j].quote >= 0 and not inside
    quote_state = f"{q >= 0}|{units[j].quote == q}|{inside}|{at_close}"
    size = bucket(j - first)
    sentence_end = k >= len(units) or (
        units[k].text in _STOPS and (m >= len(units) or units[m].sentence != units[j].sentence)
    )
    line_end = m >= len(units)
    comma = k < len(units) and units[k].text in _COMMAS
    verbs = min(ctx.verbs_before[k] - ctx.verbs_before[first], 3)
    commas = min(ctx.commas_before[k] - ctx.commas_before[first], 5)
    cues_in = min(ctx.cues_before[k] - ctx.cues_before[first], 3)
    out = [
        f"{side}n1={n1}",
        f"{side}n1k={n1}|{kind}",
        f"{side}n12={n1}|{n2}",
        f"{side}n123={n1}|{n2}|{n3}",
        f"{side}w12={w1}|{w2}",
        f"{side}wm={wm}|{comma}",
        f"{side}c1={c1}|{comma}",
        f"{side}c2={c2}|{comma}",
        f"{side}cm={cm}|{n1}|{kind}",
        f"{side}cm={cm}|{sentence_end}|{comma}",
        f"{side}ls={ctx.label(j)}",
        f"{side}lu={units[j].upos}|{n1}",
        f"{side}x={min(crossed, 3)}|{sentence_end}|{kind}",
        f"{side}x={min(crossed, 3)}|{quote_state}",
        f"{side}q={quote_state}|{kind}",
        f"{side}q={quote_state}|{n1}",
        f"{side}qx={quote_state}|{sentence_end}",
        f"{side}size={size}|{kind}",
        f"{side}size={size}|{comma}|{sentence_end}",
        f"{side}sizel={size}|{lemma}",
        f"{side}se={sentence_end}|{kind}",
        f"{side}se={sentence_end}|{lemma}",
        f"{side}le={line_end}|{units[first].quote >= 0}",
        f"{side}verbs={verbs}|{n1}",
        f"{side}verbs={verbs}|{comma}|{sentence_end}|{kind}",
        f"{side}commas={commas}|{comma}|{sentence_end}",
        f"{side}cues={cues_in}|{comma}|{sentence_end}|{min(crossed, 2)}",
        f"{side}cuesq={cues_in}|{quote_state}",
        f"{side}conj={k < len(units) and units[k].conj}|{n1}",
        f"{side}par={units[j].paren > 0}|{units[j].paren == units[first].paren}",
        f"{side}sec={ctx.line.segment.section}|{sentence_end}|{line_end}",
        f"{side}nu={units[k].upos if k < len(units) else '$'}|{comma}",
        f"{side}mu={units[m].upos if m < len(units) else '$'}|{n1}",
        f"{side}mw={wm}|{sentence_end}",
    ]
    if m < len(units):
        here = ctx.cluster(m)
        out += [f"{side}cl={here}|{n1}", f"{side}cl={here}|{comma}|{sentence_end}|{units[m].conj}"]
    frame = ctx.word(first - 1)
    out.append(f"{side}fr={frame}|{n1}")
    out.append(f"{side}fr={frame}|{comma}|{sentence_end}")
    if m < len(units) and units[m].conj:
        out.append(f"{side}cjm={ctx.label(m)}|{units[m].upos}|{comma}|{cm}")
    if units[j].upos:
        out += _tree_features(ctx, cue, first, j, m, side, comma, sentence_end)
    if side == "B":
        out.append(f"Bgap={bucket(cue.first - k)}")
    return out


def _tree_features(
    ctx: Context, cue: CueCandidate, first: int, j: int, m: int, side: str, comma: bool, stop: bool
) -> list[str]:
    """Whether the word behind the span hangs on something inside it, on the cue, or on neither."""
    units = ctx.units
    out = []
    if m < len(units) and units[m].upos:
        head = units[m].head
        where = (
            "in"
            if first <= head <= j
            else "cue"
            if cue.first <= head <= cue.last
            else "root"
            if head < 0
            else "left"
            if head < first
            else "right"
        )
        out += [
            f"{side}arc={where}|{comma}|{stop}",
            f"{side}arcd={where}|{units[m].deprel}",
            f"{side}arcc={where}|{ctx.cue_label(m)}",
        ]
    crossing = sum(
        1 for t in range(j + 1, min(len(units), j + 12)) if first <= units[t].head <= j and not units[t].punct
    )
    out.append(f"{side}cross={min(crossing, 3)}|{comma}|{stop}")
    branch = _branch(units, cue, first)
    if branch >= 0:
        end = ctx.right[branch]
        place = "at" if end in (j, j + 1) else "past" if j > end else "before"
        out += [f"{side}edge={place}|{units[branch].deprel.split(':')[0]}", f"{side}edge={place}|{comma}|{stop}"]
    place = "at" if ctx.right[first] in (j, j + 1) else "past" if j > ctx.right[first] else "before"
    out.append(f"{side}own={place}|{comma}|{stop}")
    pending = sum(1 for t in range(max(first, j - 12), j + 1) if units[t].head > j)
    out.append(f"{side}pend={min(pending, 3)}|{comma}|{stop}")
    return out


def content_spans(ctx: Context, cue: CueCandidate, starts: LogLinear, ends: LogLinear) -> list[ContentSpan]:
    """Possible contents of a cue, most probable first; those that could not be the first are not all looked at.

    Args:
        ctx: The line with its cues, their probabilities set.
        cue: One of them.
        starts, ends: The two models.
    """
    where = start_candidates(ctx, cue)
    if not where:
        return []
    out: list[ContentSpan] = []
    shares = starts.distribution([start_features(ctx, cue, j) for j in where])
    ranked = sorted(zip(shares, where, strict=True), key=lambda p: (-p[0], p[1]))[:_STARTS]
    for share, first in ranked:
        if out and (share < 0.02 or share <= max(s.probability for s in out)):
            break  # no end could make this start the likelier one
        closing = end_candidates(ctx, cue, first)
        if not closing:
            continue
        odds = ends.distribution([end_features(ctx, cue, first, j) for j in closing])
        out += [ContentSpan(first, last, share * p) for p, last in zip(odds, closing, strict=True) if p > 0.01]
    return sorted(out, key=lambda s: (-s.probability, s.first, s.last))
