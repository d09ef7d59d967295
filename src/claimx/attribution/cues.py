"""Stage one: which words are cues of an attribution.

Candidates come from the cue lexicon, from verbs and nouns that a complementiser or a quotation follows (the lexicon is
never complete), and from colons (a speaker and a colon are an attribution without a cue word). A log-linear model
decides which of them are cues here.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimx.attribution.classes import WordClasses, bucket
from claimx.attribution.loglinear import LogLinear
from claimx.attribution.quotes import ALL_MARKS
from claimx.attribution.units import Line, Unit
from claimx.lexicon.cues import CueForm, CueLexicon
from claimx.lexicon.speakers import SpeakerLexicon

_WINDOW = 25
_NEGATIONS = frozenset(("لم", "لن", "لا", "ما"))
_DENIABLE = frozenset(("state", "announce", "affirm", "explain", "add"))
_DENIED = 0.1  # what is left of a cue's probability behind a negation: «لم يقل إن» attributes nothing


@dataclass(slots=True)
class CueCandidate:
    """A possible cue: units ``first`` to ``last``, the span of its words, and the lexicon's reading where there is one.

    ``kind`` is ``lexicon``, ``open`` (found by what follows it) or ``colon`` (no cue word).
    """

    first: int
    last: int
    start: int
    end: int
    kind: str
    form: CueForm | None
    probability: float = 0.0


def candidates(line: Line, lexicon: CueLexicon, classes: WordClasses) -> list[CueCandidate]:
    """Possible cues of a line in text order; no two share a unit."""
    units = line.units
    keys = [u.bare for u in units]
    out: list[CueCandidate] = []
    i = 0
    while i < len(units):
        unit = units[i]
        if unit.punct:
            if (unit.text == ":" and 0 < i < len(units) - 1) or _dotted(units, i):
                out.append(CueCandidate(i, i, unit.start, unit.end, "colon", None))
            i += 1
            continue
        phrase = lexicon.match_phrase(keys, i)
        if phrase is not None:
            length, form = phrase
            last = min(i + length, len(units)) - 1
            out.append(CueCandidate(i, last, unit.bare_start, units[last].end, "lexicon", form))
            i = last + 1
            continue
        form_here, whole = _reading(unit, lexicon)
        if form_here is not None:
            start = unit.start if whole else unit.bare_start
            out.append(CueCandidate(i, i, start, unit.end, "lexicon", form_here))
        elif _opens_content(units, i, classes):
            out.append(CueCandidate(i, i, unit.bare_start, unit.end, "open", None))
        i += 1
    return out


def _reading(unit: Unit, lexicon: CueLexicon) -> tuple[CueForm | None, bool]:
    """The lexicon's reading of a unit, and whether it is that of the whole word (a leading و is a letter of it)."""
    forms = lexicon.match(unit.bare)
    if forms:
        return _best_reading(unit, forms), not unit.conj
    if unit.bare != unit.key:
        forms = lexicon.match(unit.key)
        return (_best_reading(unit, forms), True) if forms else (None, True)
    if len(unit.key) > 4 and unit.key[0] in "وف":  # the parse saw no conjunction, the lexicon does
        forms = lexicon.match(unit.key[1:])
        if forms:
            return _best_reading(unit, forms), False
    return None, True


def _best_reading(unit: Unit, forms: tuple[CueForm, ...]) -> CueForm:
    """Among several readings, the one that the tagger's part of speech agrees with; else the first."""
    if len(forms) > 1 and unit.upos:
        verbal = unit.upos == "VERB"
        for form in forms:
            if (form.form in ("perfect", "imperfect")) == verbal:
                return form
    return forms[0]


def _dotted(units: list[Unit], i: int) -> bool:
    """Whether two dots (..) begin here, which headlines use as a colon."""
    return (
        units[i].text == "." and i > 0 and i + 2 < len(units) and units[i + 1].text == "." and units[i - 1].text != "."
    )


def _opens_content(units: list[Unit], i: int, classes: WordClasses) -> bool:
    if classes.of(units[i].bare) or i + 1 >= len(units):
        return False
    after = units[i + 1]
    if classes.is_complementiser(after.key):
        return True
    if after.bare in ("الي", "علي", "عن") and i + 2 < len(units):
        return classes.is_complementiser(units[i + 2].key)
    return (after.text == ":" or after.text in ALL_MARKS) and units[i].upos == "VERB"


def features(line: Line, cue: CueCandidate, classes: WordClasses, people: SpeakerLexicon) -> list[str]:
    """Features of one cue candidate."""
    units = line.units
    first = units[cue.first]
    form = cue.form
    lemma = form.entry.lemma if form else cue.kind
    kind = form.form if form else cue.kind
    out = ["bias", f"k={kind}", f"l={lemma}", f"lk={lemma}|{kind}", f"w={first.bare}"]
    if form:
        out += [
            f"st={form.entry.strength}",
            f"stk={form.entry.strength}|{kind}",
            f"sfx={kind}|{form.suffix or ''}",
            f"pn={kind}|{form.person}{form.number}",
            f"px={kind}|{form.prefix or ''}",
            f"act={form.entry.act}",
        ]
    section = line.segment.section
    out += [f"sec={section}", f"sec={section}|{kind}", f"cj={first.conj}|{kind}"]
    before = [units[j] for j in range(cue.first - 1, max(-1, cue.first - 4), -1)]
    after = units[cue.last + 1 : cue.last + 4]
    p1 = classes.label(before[0]) if before else "^"
    p2 = classes.label(before[1]) if len(before) > 1 else "^"
    n1 = classes.label(after[0]) if after else "$"
    n2 = classes.label(after[1]) if len(after) > 1 else "$"
    n3 = classes.label(after[2]) if len(after) > 2 else "$"
    out += [
        f"p1={p1}",
        f"p1k={p1}|{kind}",
        f"p12={p2}|{p1}",
        f"n1={n1}",
        f"n1k={n1}|{kind}",
        f"n12={n1}|{n2}",
        f"n1l={n1}|{lemma}",
        f"p1l={p1}|{lemma}",
        f"n2k={n2}|{kind}",
        f"n123={n1}|{n2}|{n3}",
    ]
    if before:
        out += [f"pw={before[0].bare}", f"pwk={before[0].bare}|{kind}", f"pn={before[0].ner[-3:]}|{kind}"]
    if after:
        out += [f"nw={after[0].bare}", f"nwk={after[0].bare}|{lemma}", f"nn={after[0].ner[-3:]}|{kind}"]
    out += [f"cl={classes.cluster(first.bare)}", f"clk={classes.cluster(first.bare)}|{kind}"]
    if after:
        out.append(f"ncl={classes.cluster(after[0].bare)}|{kind}")
    if before:
        out.append(f"pcl={classes.cluster(before[0].bare)}|{kind}")
    if after and not after[0].punct:
        words = [u.bare for u in units[cue.last + 1 : cue.last + 5] if not u.punct]
        sort = people.kind_of(words[:1]) or ("title" if people.title_at(words, 0) else after[0].ner[-3:])
        out += [f"nsort={sort}|{kind}", f"nsort={sort}|{lemma}", f"nsort={sort}|{first.conj}|{kind}"]
    if form and form.entry.blocked(before[0].bare if before else "", after[0].bare if after else ""):
        out += ["blocked", f"blocked|{kind}"]
    start_of_sentence = cue.first == 0 or units[cue.first - 1].sentence != first.sentence
    out += [f"s0={start_of_sentence}|{kind}", f"q={first.quote >= 0}|{kind}", f"par={first.paren > 0}"]
    if first.upos:
        out += [
            f"u={first.upos}",
            f"uk={first.upos}|{kind}",
            f"d={first.deprel}|{kind}",
            f"dl={first.deprel}|{lemma}",
            f"voice={first.feats.get('Voice', '')}|{kind}",
        ]
        kids = {u.deprel.split(":")[0] for u in units[max(0, cue.first - 20) : cue.last + 30] if u.head == cue.first}
        out += [f"kid={k}|{kind}" for k in kids]
        if first.head >= 0:
            head = units[first.head]
            out += [f"hu={head.upos}|{first.deprel}", f"hd={bucket(first.head - cue.first)}"]
    out += _signals(line, cue, classes, lemma, kind)
    if cue.kind == "colon":
        out += _colon_features(line, cue, classes)
    return out


def _denied(line: Line, cue: CueCandidate) -> bool:
    """Whether the saying itself is negated; «لم ينف», «لا يستبعد» are attributions all the same."""
    if cue.first == 0 or cue.form is None or cue.form.form not in ("perfect", "imperfect"):
        return False
    before = line.units[cue.first - 1]
    return before.bare in _NEGATIONS and cue.form.act in _DENIABLE


def _signals(line: Line, cue: CueCandidate, classes: WordClasses, lemma: str, kind: str) -> list[str]:
    """What follows in the sentence that could open a content: complementiser, colon, quotation."""
    units = line.units
    sentence = units[cue.last].sentence
    out = []
    seen_comma = False
    for j in range(cue.last + 1, min(len(units), cue.last + 1 + _WINDOW)):
        unit = units[j]
        if unit.sentence != sentence:
            break
        distance = bucket(j - cue.last)
        if unit.text in ("،", ","):
            seen_comma = True
        elif unit.text == ":" or (unit.punct and unit.text in ALL_MARKS):
            mark = "colon" if unit.text == ":" else "mark"
            out += [f"sig={mark}|{kind}", f"sig={mark}|{lemma}", f"sigd={mark}|{distance}|{seen_comma}"]
            break
        elif classes.is_complementiser(unit.key) or classes.is_complementiser(unit.bare):
            comp = unit.bare
            out += [
                f"sig=comp|{kind}",
                f"sig=comp|{lemma}",
                f"sigc={comp}|{lemma}",
                f"sigc={comp}|{kind}",
                f"sigd=comp|{distance}|{seen_comma}",
                f"conj={unit.conj}",
            ]
            break
    else:
        out.append(f"sig=none|{kind}")
    if not out:
        out = [f"sig=none|{kind}", f"sig=none|{lemma}"]
    if cue.first and units[cue.first - 1].punct and units[cue.first - 1].text in ALL_MARKS:
        out.append(f"afterquote|{kind}")
    if cue.first > 1 and units[cue.first - 1].text in ("،", ",") and units[cue.first - 2].text in ALL_MARKS:
        out.append(f"afterquotecomma|{kind}")
    return out


def _colon_features(line: Line, cue: CueCandidate, classes: WordClasses) -> list[str]:
    units = line.units
    before, after = units[: cue.first], units[cue.last + 1 :]
    words = [u for u in before if not u.punct]
    out = [f"cb={bucket(len(words))}", f"ca={bucket(len(after))}", f"cbs={line.segment.section}|{bucket(len(words))}"]
    if words:
        out += [
            f"cw={words[-1].bare}",
            f"c0={words[0].bare}",
            f"cner={words[-1].ner[-3:]}",
            f"c0l={classes.label(words[0])}",
            f"cu={words[-1].upos}",
            f"verb={any(u.upos == 'VERB' for u in words)}",
        ]
    out.append(f"cps={any(u.text in '،.,؛' for u in before if u.punct)}")
    out.append(f"caq={bool(after) and after[0].text in ALL_MARKS}")
    out.append(f"cn1={classes.label(after[0]) if after else '$'}")
    out.append(f"cline={line.units[-1].text == '.'}")
    return out


def decide(
    line: Line, found: list[CueCandidate], model: LogLinear, classes: WordClasses, people: SpeakerLexicon
) -> None:
    """Set every candidate's probability of being a cue."""
    for cue in found:
        cue.probability = model.probability(features(line, cue, classes, people))
        if _denied(line, cue):
            cue.probability *= _DENIED
