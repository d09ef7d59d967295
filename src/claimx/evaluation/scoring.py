"""Precision, recall and F1 over a folder of annotated articles.

All figures are sums over all articles (micro-averages):

- ``attributed@0.8``: content overlaps the annotated one with an F1 of 0.8 or more, and the speaker is right;
- ``claims@0.8`` and ``claims@0.3``: the content alone; ``exact``: the same first and last word;
- ``cue``: cues that overlap; ``speaker`` and ``form``: share of the pairs (at 0.3) where they are right;
- ``dates``, ``places``: spans that overlap and have the same value or country;
- ``date spans``, ``place spans``: spans that overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimx.errors import ClaimxError, InputError
from claimx.evaluation.gold import Gold, GoldClaim, GoldSpan, gold_files, load_gold
from claimx.evaluation.matching import overlap, pair, same_name, trim
from claimx.model import Claim, Date, Document, Place

LOOSE, CLOSE = 0.3, 0.8
FIGURES = (
    "attributed@0.8", "claims@0.8", "claims@0.3", "exact", "cue", "dates", "date spans", "places", "place spans",
)  # fmt: skip
CALIBRATION = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(slots=True)
class Figure:
    """Counts of right, annotated and found."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, right: int, gold: int, found: int) -> None:
        """Add an article's counts."""
        self.right += right
        self.gold += gold
        self.found += found

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what was annotated that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"p": self.precision, "r": self.recall, "f1": self.f1, "gold": self.gold, "pred": self.found}


@dataclass(slots=True)
class Share:
    """Right ones out of all."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one."""
        self.right += right
        self.of += 1

    @property
    def share(self) -> float:
        """The share."""
        return self.right / self.of if self.of else 0.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"share": self.share, "of": self.of}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as annotated."""

    article: str
    line: int | None
    what: str  # claim, date, place
    problem: str  # missed, extra, span, speaker, value
    gold: str | None
    found: str | None
    overlap: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Result:
    """Everything that :func:`evaluate` counts.

    ``groups`` break ``attributed@0.8`` down. Recall is over annotated claims of the group's form, or with their speaker
    dropped or named; precision over found claims by form, act, section, and how the speaker was resolved.
    ``calibration`` gives, for claims from each confidence on, how many are right.
    """

    figures: dict[str, Figure] = field(default_factory=lambda: {name: Figure() for name in FIGURES})
    shares: dict[str, Share] = field(default_factory=lambda: {"speaker": Share(), "form": Share()})
    missing: list[str] = field(default_factory=list)
    recall: dict[str, dict[str, Share]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Share)))
    precision: dict[str, dict[str, Share]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Share)))
    calibration: list[Share] = field(default_factory=lambda: [Share() for _ in CALIBRATION[1:]])
    differences: list[Difference] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def as_dict(self, *, errors: bool = False) -> dict[str, Any]:
        """For JSON; with every difference on demand."""
        made: dict[str, Any] = {name: figure.as_dict() for name, figure in self.figures.items()}
        made |= {name: share.as_dict() for name, share in self.shares.items()}
        made["missing"] = self.missing
        for key, groups in (("recall by", self.recall), ("precision by", self.precision)):
            made[key] = {by: {name: s.as_dict() for name, s in sorted(g.items())} for by, g in groups.items()}
        made["calibration"] = [
            {"from": low, "to": high} | share.as_dict()
            for low, high, share in zip(CALIBRATION, CALIBRATION[1:], self.calibration, strict=False)
        ]
        if self.problems:
            made["problems"] = self.problems
        if errors:
            made["errors"] = [difference.as_dict() for difference in self.differences]
        return made


def evaluate(gold: Path, predicted: Path, *, only: Iterable[str] | None = None) -> Result:
    """Score a file or folder of documents against a folder of annotated articles.

    Args:
        gold: Folder of ``NAME.txt`` and ``NAME.yaml``.
        predicted: Documents in any format that claimx reads; each belongs to the article named by ``article.id``.
        only: Ids of the articles to score; all by default.

    Raises:
        InputError: The folder or an annotation cannot be read, or there are no documents.
        DocumentError: A document does not fit the schema.
    """
    chosen = set(only) if only is not None else None
    files = [path for path in gold_files(gold) if chosen is None or path.stem in chosen]
    if chosen is not None and len(files) < len(chosen):
        unknown = sorted(chosen - {path.stem for path in files})
        raise InputError(f"no annotated article {unknown[0]!r}", source=str(gold), mend="check --only")
    return score(map(load_gold, files), _documents(predicted))


def _documents(path: Path) -> dict[str, Document]:
    from claimx.writing import read_documents

    if not path.exists():
        raise InputError("no such file or folder", source=str(path), mend="give what claimx extract wrote")
    files = [path]
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.lower() in {".json", ".jsonl", ".yaml", ".yml"})
    found: dict[str, Document] = {}
    for file in files:
        for item in read_documents(file):
            if isinstance(item, ClaimxError):
                raise item
            found[item.article.id] = item
    return found


def score(golds: Iterable[Gold], found: Mapping[str, Document]) -> Result:
    """Score documents, by article id, against annotated articles; a missing document counts as an empty one."""
    result = Result()
    for gold in golds:
        result.problems.extend(gold.problems)
        document = found.get(gold.id)
        if document is None:
            result.missing.append(gold.id)
        _claims(result, gold, document.claims if document else [])
        _values(result, gold, "date", gold.dates, [d for d in document.dates if _annotated(d)] if document else [])
        _values(result, gold, "place", gold.places, document.places if document else [])
    return result


def _annotated(date: Date) -> bool:
    """Frequencies and vague references may be found, but are never annotated: they count neither way."""
    return date.type != "SET" and not date.value.endswith("_REF")


def _cue(claim: Claim) -> tuple[int, int] | None:
    return (claim.cue.start, claim.cue.end) if claim.cue else None


def _claims(result: Result, gold: Gold, claims: list[Claim]) -> None:
    text = gold.text
    wanted = [trim(text, c.content) for c in gold.claims]
    given = [trim(text, (c.content.start, c.content.end)) for c in claims]

    def worth(i: int, j: int) -> float:
        close = overlap(wanted[i], given[j])
        if close < LOOSE:
            return 0.0
        cue, other = gold.claims[i].cue, _cue(claims[j])
        return close + (0.5 if cue and other and overlap(cue, other) > 0 else 0.0)

    pairs = pair(range(len(wanted)), range(len(given)), worth)
    right = {"claims@0.3": 0, "claims@0.8": 0, "exact": 0, "attributed@0.8": 0}
    matched: dict[int, int] = {}
    good: set[int] = set()
    for i, j in pairs:
        matched[i] = j
        a, b = gold.claims[i], claims[j]
        close = overlap(wanted[i], given[j])
        named = same_name(a.name, b.speaker.name)
        right["claims@0.3"] += 1
        right["claims@0.8"] += close >= CLOSE
        right["exact"] += wanted[i] == given[j]
        right["attributed@0.8"] += close >= CLOSE and named
        result.shares["speaker"].add(named)
        result.shares["form"].add(a.form == b.content.form)
        if close >= CLOSE and named:
            good.add(i)
        else:
            problem = " ".join(["span"] * (close < CLOSE) + ["speaker"] * (not named))
            result.differences.append(
                Difference(gold.id, a.line, "claim", problem, _gold_line(text, a), _found_line(b), round(close, 2))
            )
    for name, count in right.items():
        result.figures[name].add(count, len(wanted), len(given))
    for i, a in enumerate(gold.claims):
        result.recall["form"][a.form or "none"].add(i in good)
        result.recall["subject"]["dropped" if a.dropped else "named"].add(i in good)
        if i not in matched:
            result.differences.append(Difference(gold.id, a.line, "claim", "missed", _gold_line(text, a), None))
    of = {j: i for i, j in matched.items()}
    for j, b in enumerate(claims):
        fine = of.get(j) in good
        result.precision["form"][b.content.form].add(fine)
        result.precision["act"][b.cue.act if b.cue else "none"].add(fine)
        result.precision["section"][b.section].add(fine)
        result.precision["speaker by"][b.speaker.resolved_by].add(fine)
        result.calibration[_bin(b.confidence)].add(fine)
        if j not in of:
            result.differences.append(Difference(gold.id, None, "claim", "extra", None, _found_line(b)))
    cues = sorted({c.cue for c in gold.claims if c.cue})
    found = sorted({cue for c in claims if (cue := _cue(c))})
    result.figures["cue"].add(len(pair(cues, found, overlap)), len(cues), len(found))


def _bin(confidence: float) -> int:
    return max(n for n, low in enumerate(CALIBRATION[:-1]) if confidence >= low)


def _gold_line(text: str, claim: GoldClaim) -> str:
    cue = text[slice(*claim.cue)] if claim.cue else ":"
    return f"{claim.name} | {cue} | {text[slice(*claim.content)]}"


def _found_line(claim: Claim) -> str:
    return f"{claim.speaker.name} | {claim.cue.text if claim.cue else ':'} | {claim.content.text}"


def _values(result: Result, gold: Gold, what: str, wanted: list[GoldSpan], found: Iterable[Date | Place]) -> None:
    given = list(found)
    values = [item.value if isinstance(item, Date) else item.country for item in given]
    pairs = pair(wanted, given, lambda a, b: overlap(a.span, (b.start, b.end)))
    right = 0
    for i, j in pairs:
        if wanted[i].value == values[j]:
            right += 1
            continue
        text = gold.text[slice(*wanted[i].span)]
        result.differences.append(
            Difference(
                gold.id, wanted[i].line, what, "value", f"{text} | {wanted[i].value}", f"{given[j].text} | {values[j]}"
            )
        )
    result.figures[f"{what}s"].add(right, len(wanted), len(given))
    result.figures[f"{what} spans"].add(len(pairs), len(wanted), len(given))
    paired, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, a in enumerate(wanted):
        if i not in paired:
            text = f"{gold.text[slice(*a.span)]} | {a.value}"
            result.differences.append(Difference(gold.id, a.line, what, "missed", text, None))
    for j, b in enumerate(given):
        if j not in taken:
            result.differences.append(Difference(gold.id, None, what, "extra", None, f"{b.text} | {values[j]}"))
