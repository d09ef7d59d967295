"""Cross-validate, calibrate and build the attribution models: ``python -m claimx.training attribution``.

Writes ``attribution.json.gz`` and prints cross-validated figures on the annotated training articles, and figures on the
development articles, which nothing is learnt from.
"""

from __future__ import annotations

import argparse
import logging
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np
from scipy.optimize import minimize

from claimx.attribution import Attributor
from claimx.attribution.chains import Resolution, Resolver
from claimx.attribution.classes import WordClasses
from claimx.attribution.confidence import logistic, signals
from claimx.attribution.finding import FoundClaim
from claimx.attribution.loglinear import save_models
from claimx.attribution.units import lines_of
from claimx.evaluation import Result, load_gold, score
from claimx.evaluation.gold import Gold, gold_files
from claimx.evaluation.matching import overlap, pair, same_name, trim
from claimx.lexicon.cues import CueLexicon
from claimx.lexicon.speakers import SpeakerLexicon
from claimx.linguistics.parse import Parse
from claimx.model import SCHEMA, Article, ArticleInfo, Claim, Document, Provenance, Speaker
from claimx.reading import Reader
from claimx.training.attribution import (
    Example,
    Lexicons,
    Strength,
    align,
    fit,
    lexicon_articles,
    lexicon_examples,
    split,
)

log = logging.getLogger(__name__)
FOLDS = 5
LEVELS = [n / 20 for n in range(19)]
RIGHT = 0.8
"""Overlap from which a content counts as right, as in ``attributed@0.8``."""


@dataclass(slots=True)
class Corpus:
    """Annotated articles with their parses."""

    golds: list[Gold]
    articles: list[Article]
    parses: list[Parse | None]
    examples: list[Example] = field(default_factory=list)


def load_lexicons() -> Lexicons:
    """The shipped lexicons."""
    return Lexicons(CueLexicon.load(), SpeakerLexicon.load(), WordClasses())


def load_corpus(folder: Path, lexicons: Lexicons, cache: Path | None, *, parse: bool = True) -> Corpus:
    """Read, parse and align a folder of annotated articles.

    Args:
        folder: ``NAME.txt`` beside ``NAME.yaml``.
        lexicons: The lexicons.
        cache: Folder for the parses of an earlier run with the same models and texts, or None.
        parse: False leaves the parse out, to measure what it brings.
    """
    reader = Reader()
    golds = [load_gold(p) for p in gold_files(folder)]
    articles = [next_article(reader, g) for g in golds]
    parses: list[Parse | None] = list(_parses(articles, cache)) if parse else [None] * len(articles)
    examples = [align(a, p, g.claims, lexicons) for a, p, g in zip(articles, parses, golds, strict=True)]
    return Corpus(golds, articles, parses, examples)


def next_article(reader: Reader, gold: Gold) -> Article:
    """An annotated article as claimx reads it."""
    return reader.read_text(gold.text, id=gold.id, source=gold.id, date=gold.date)


def _parses(articles: Sequence[Article], cache: Path | None) -> list[Parse]:
    from claimx.linguistics.pipeline import Linguist

    linguist = Linguist()
    key = sha256(
        repr((sorted(linguist.models.provenance().items()), [(a.text, a.segments) for a in articles])).encode()
    ).hexdigest()
    file = cache / f"parses-{key[:16]}.pickle" if cache else None
    if file is not None and file.exists():
        return pickle.loads(file.read_bytes())  # type: ignore[no-any-return]  # written below, by ourselves
    found = linguist.parse(
        [(a.text, [(s.start, s.end) for s in a.segments if s.section != "boilerplate"]) for a in articles]
    )
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(found))
    return found


def documents(corpus: Corpus, attributor: Attributor, chosen: Sequence[int]) -> dict[str, Document]:
    """Documents with claims alone, by article id."""
    out = {}
    for i in chosen:
        article = corpus.articles[i]
        claims, speakers = attributor.attribute(article, corpus.parses[i], [], [])
        out[article.id] = _document(article, claims, speakers)
    return out


def _document(article: Article, claims: list[Claim], speakers: list[Speaker]) -> Document:
    info = ArticleInfo(
        id=article.id,
        source=article.source,
        title=None,
        date=article.date,
        date_from=None,
        language="ar",
        focus=[],
        characters=len(article.text),
        sha256="",
    )
    empty = Provenance(claimx="", stanza=None, models={}, config="")
    return Document(
        schema=SCHEMA, article=info, claims=claims, speakers=speakers, dates=[], places=[], provenance=empty
    )


@dataclass(slots=True)
class Outcome:
    """A found claim of a held-out article: the calibration's inputs, and whether it was right."""

    article: str
    index: int
    signals: Mapping[str, float]
    right: bool


def outcomes(corpus: Corpus, attributor: Attributor, chosen: Sequence[int]) -> list[Outcome]:
    """What the stages say of every claim found, and whether content and speaker are right."""
    out = []
    for i in chosen:
        gold, article = corpus.golds[i], corpus.articles[i]
        lines = lines_of(article, corpus.parses[i])
        found = attributor.finder.find(lines)
        resolved = Resolver(lines, attributor.people, attributor.classes, attributor.ranker).resolve(found)
        good = _right(gold, found, resolved)
        out += [
            Outcome(article.id, k, signals(f, r), k in good)
            for k, (f, r) in enumerate(zip(found, resolved, strict=True))
        ]
    return out


def _right(gold: Gold, found: Sequence[FoundClaim], resolved: Sequence[Resolution]) -> set[int]:
    wanted = [trim(gold.text, c.content) for c in gold.claims]
    given = [trim(gold.text, (f.start, f.end)) for f in found]

    def worth(i: int, j: int) -> float:
        close = overlap(wanted[i], given[j])
        return close if close >= RIGHT and same_name(gold.claims[i].name, resolved[j].entity.name) else 0.0

    return {j for _, j in pair(range(len(wanted)), range(len(given)), worth)}


def calibrate(found: Sequence[Outcome], *, l2: float = 1.0) -> dict[str, float]:
    """Weights of the logistic regression from signals to the probability of being right."""
    names = sorted({n for o in found for n in o.signals})
    x = np.array([[o.signals.get(n, 0.0) for n in names] for o in found])
    y = np.array([o.right for o in found], dtype=float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        value = float(np.sum(np.logaddexp(0, z) - y * z)) + 0.5 * l2 * float(w @ w)
        return value, x.T @ (1 / (1 + np.exp(-z)) - y) + l2 * w

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {n: round(float(w), 4) for n, w in zip(names, result.x, strict=True)}


def reliability(
    found: Sequence[Outcome], weights: Mapping[str, float], bins: int = 10
) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and count per bin of confidence."""
    rows: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for o in found:
        p = logistic(o.signals, weights)
        rows[min(bins - 1, int(p * bins))].append((p, o.right))
    return [(sum(p for p, _ in r) / len(r), sum(ok for _, ok in r) / len(r), len(r)) for r in rows if r]


def _recalibrate(found: Mapping[str, Document], seen: Sequence[Outcome], weights: Mapping[str, float]) -> None:
    """Give the claims of cross-validated documents the confidence that the calibration learnt from them says."""
    for outcome in seen:
        claim = found[outcome.article].claims[outcome.index]
        claim.confidence = logistic(outcome.signals, weights)


def line(result: Result) -> str:
    """The figures of a result in one line."""
    parts = [f"{n} {f.f1:.3f}" for n, f in result.figures.items() if f.gold and not n.startswith(("date", "place"))]
    return " ".join([*parts, *(f"{n} {s.share:.3f}" for n, s in result.shares.items())])


def cross_validate(
    corpus: Corpus, lexicons: Lexicons, strength: Strength, threshold: float, extra: Sequence[Example] = ()
) -> tuple[dict[str, Document], list[Outcome]]:
    """Documents of every article by models trained without it, and the calibration's outcomes."""
    index = {id(e): i for i, e in enumerate(corpus.examples)}
    found: dict[str, Document] = {}
    seen: list[Outcome] = []
    for train_part, test_part in split(corpus.examples, FOLDS):
        models = fit(train_part, lexicons, strength, extra=extra)
        attributor = Attributor(models=models, settings={"threshold": threshold})
        chosen = [index[id(e)] for e in test_part]
        found |= documents(corpus, attributor, chosen)
        seen += outcomes(corpus, attributor, chosen)
    return found, seen


def curve(golds: Sequence[Gold], found: Mapping[str, Document], levels: Sequence[float]) -> list[tuple[float, Result]]:
    """The result at each least confidence."""
    rows = []
    for level in levels:
        kept = {
            k: msgspec.structs.replace(d, claims=[c for c in d.claims if c.confidence >= level])
            for k, d in found.items()
        }
        rows.append((level, score(golds, kept)))
    return rows


def best_level(*results: Sequence[tuple[float, Result]]) -> int:
    """Index of the least confidence at which attributed F1, claims F1 and the share of right speakers sum highest."""
    worth = [
        sum(r.figures["attributed@0.8"].f1 + r.figures["claims@0.8"].f1 + r.shares["speaker"].share for _, r in column)
        for column in zip(*(r for r in results if r), strict=True)
    ]
    return max(range(len(worth)), key=lambda i: worth[i])


def main(argv: Sequence[str] | None = None) -> int:
    """Run it; returns the exit code."""
    p = argparse.ArgumentParser(prog="python -m claimx.training attribution", description=__doc__)
    p.add_argument("--gold", type=Path, default=Path("../shared/gold"), help="folder with train/ and dev/")
    p.add_argument("--output", type=Path, default=None, help="where to write the models; without it nothing is written")
    p.add_argument("--cache", type=Path, default=None, help="folder for parses of earlier runs")
    p.add_argument("--threshold", type=float, default=0.2, help="probability from which a word may be a cue at all")
    p.add_argument("--no-parse", action="store_true", help="without the parse, to measure what it brings")
    p.add_argument("--no-cv", action="store_true", help="skip the cross-validation (and the calibration)")
    p.add_argument("--errors", action="store_true", help="list the differences on the development articles")
    a = p.parse_args(argv)
    lexicons, strength = load_lexicons(), Strength()
    corpus = load_corpus(a.gold / "train", lexicons, a.cache, parse=not a.no_parse)
    dev = load_corpus(a.gold / "dev", lexicons, a.cache, parse=not a.no_parse)
    sentences = lexicon_articles(lexicons)
    parses: list[Parse | None] = [None] * len(sentences) if a.no_parse else list(_parses(sentences, a.cache))
    extra = lexicon_examples(sentences, parses, lexicons)
    calibration: dict[str, float] = {}
    held_out: list[tuple[float, Result]] = []
    if not a.no_cv:
        found, seen = cross_validate(corpus, lexicons, strength, a.threshold, extra)
        calibration = calibrate(seen)
        _recalibrate(found, seen, calibration)
        print("| confidence | right | claims |")
        for mean, right, count in reliability(seen, calibration):
            print(f"| {mean:.2f} | {right:.2f} | {count} |")
        print("| least confidence | P | R | F1 attributed@0.8 | F1 claims@0.8 |")
        held_out = curve(corpus.golds, found, LEVELS)
        for level, at in held_out:
            f, claims = at.figures["attributed@0.8"], at.figures["claims@0.8"]
            print(f"| {level:.2f} | {f.precision:.3f} | {f.recall:.3f} | {f.f1:.3f} | {claims.f1:.3f} |")
    models = fit(corpus.examples, lexicons, strength, extra=extra)
    trained = Attributor(models=models, settings={"threshold": a.threshold, "calibration": calibration, "least": 0.0})
    rows = curve(dev.golds, documents(dev, trained, range(len(dev.articles))), LEVELS if held_out else [0.0])
    chosen = best_level(held_out, rows)
    least, result = rows[chosen]
    if held_out:
        print(f"cross-validated at {least:.2f}:", line(held_out[chosen][1]))
        for form, share in held_out[chosen][1].recall["form"].items():
            print(f"  recall {form}: {share.share:.3f} of {share.of}")
    settings = {"threshold": a.threshold, "calibration": calibration, "least": least}
    print("dev:", line(result))
    if a.errors:
        for d in result.differences:
            if d.what == "claim":
                print(f"{d.article}:{d.line} {d.problem} {d.overlap or ''}\n   gold: {d.gold}\n   pred: {d.found}")
    if a.output is not None:
        a.output.parent.mkdir(parents=True, exist_ok=True)
        save_models(a.output, models, settings)
        print(f"{a.output}: {a.output.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
