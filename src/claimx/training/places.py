"""What news prose knows of place names: ``python -m claimx.training.places usage|weights``.

``usage`` counts how names are used (:mod:`claimx.places.usage`) over raw news and named-entity corpora; ``weights``
fits the logistic weights of :mod:`claimx.places.classify` on annotated articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from claimx.evaluation.gold import Gold, gold_files, load_gold
from claimx.evaluation.matching import overlap
from claimx.linguistics.parse import Parse
from claimx.model.article import Article, Segment
from claimx.places.classify import WEIGHTS
from claimx.places.features import features
from claimx.places.finder import Reading, read
from claimx.places.keys import clitics, key_of, words
from claimx.places.lexicon import Lexicon, lexicon
from claimx.places.usage import USAGE
from claimx.reading.rules import load_rules
from claimx.reading.sections import segment

_FEWEST = 3
_RARE = 3
_SAME = 0.6

# A candidate's features, and whether it is an annotated place.
Example = tuple[dict[str, float], bool]
_TOKEN = re.compile(r"[\u200e\u200f\ufeff\r]")


def texts(folder: Path) -> Iterator[str]:
    """The raw articles of ``news/*.jsonl.gz``; those of ``modern`` are for looking at only."""
    for path in sorted((folder / "news").glob("*.jsonl.gz")):
        if path.name.startswith("modern"):
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield from (record[name] for name in ("title", "content", "text") if isinstance(record.get(name), str))
                yield from (str(v) for v in record.get("paragraphs", ()) or ())


def labelled(folder: Path) -> Iterator[tuple[list[str], bool]]:
    """Entities of the named-entity corpora as lists of tokens, with whether they are places; other words singly."""
    for path in [folder / "ner" / "ANERCorp_CamelLab_train.txt", *sorted((folder / "ner" / "aqmar").glob("*.txt"))]:
        span: list[str] = []
        inside = ""
        for line in [*path.read_text(encoding="utf-8", errors="replace").splitlines(), ""]:
            token, _, tag = _TOKEN.sub("", line).strip().rpartition(" ")
            kind = tag.rpartition("-")[2] if "-" in tag else ""
            if span and (not tag.startswith("I") or kind != inside):
                yield span, inside == "LOC"
                span = []
            if kind:
                span = [*span, token] if span else [token]
                inside = kind
            elif token:
                yield [token], False


def count(folder: Path, entries: Lexicon) -> dict[str, list[int]]:
    """Counts by key: total, after a head, after a locative, after a title, labelled place, labelled other."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    frequency: Counter[str] = Counter()
    for text in texts(folder):
        found = words(text)
        frequency.update(word.key for word in found)
        for i, word in enumerate(found):
            before = found[i - 1].key if i and word.joined else ""
            head = bool(before) and entries.word(before).head is not None
            locative = before in entries.locatives
            title = before in entries.titles
            for reading in clitics(word.key):
                key, last = reading.key, i
                if len(key) < 2:
                    continue
                while True:
                    if key in entries or (last == i and (head or (key.startswith("ال") and key[2:] in entries))):
                        row = counts[key]
                        row[0] += 1
                        row[1] += head and not reading.cut
                        row[2] += (locative and not reading.cut) or reading.kind == "ب"
                        row[3] += title and not reading.cut
                    last += 1
                    if last - i >= entries.longest.get(reading.key, 1) or last >= len(found) or not found[last].joined:
                        break
                    key = f"{key} {found[last].key}"
    for key, row in counts.items():
        if key not in entries and " " not in key:
            row[0] = max(row[0], frequency[key])
    for tokens, place in labelled(folder):
        key = key_of(" ".join(tokens))
        readings = clitics(key) if " " not in key else (*clitics(key.split(" ", 1)[0]),)
        rest = key.split(" ", 1)[1] if " " in key else ""
        for reading in readings:
            whole = f"{reading.key} {rest}".strip()
            if whole in counts:
                counts[whole][4 if place else 5] += 1
    return counts


def write_usage(counts: dict[str, list[int]], path: Path = USAGE) -> int:
    """Write the table; names seen fewer than three times tell nothing."""
    rows = [
        f"{key}\t{' '.join(map(str, row))}"
        for key, row in sorted(counts.items())
        if row[0] >= _FEWEST and (row[1] or row[4] or key in lexicon())
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(("\n".join(rows) + "\n").encode(), 9, mtime=0))
    return len(rows)


def articles(
    folder: Path, parsed: Callable[[list[Article]], list[Parse]] | None = None
) -> Iterator[tuple[Gold, Reading]]:
    """The annotated articles as the finder reads them.

    Args:
        folder: Holds ``NAME.txt`` and ``NAME.yaml``.
        parsed: Parses articles; None: without entities.
    """
    rules, entries = load_rules(), lexicon()
    golds = [load_gold(path) for path in gold_files(folder)]
    read_in = [Article(id=g.id, source="-", text=g.text, segments=segment(g.text, rules)) for g in golds]
    parses: Sequence[Parse | None] = parsed(read_in) if parsed is not None else [None] * len(golds)
    for gold, article, parse in zip(golds, read_in, parses, strict=True):
        yield gold, read(article, parse, entries)


def parser_of(models: Path | None) -> Callable[[list[Article]], list[Parse]]:
    """What parses articles with the models of a folder, or with claimx's own."""
    from claimx.linguistics.pipeline import Linguist

    linguist = Linguist(models)

    def parsed(every: list[Article]) -> list[Parse]:
        return linguist.parse([(a.text, [(s.start, s.end) for s in a.segments]) for a in every])

    return parsed


def examples(gold: Gold, reading: Reading) -> Iterator[Example]:
    """Each candidate of an annotated article."""
    return _labelled(reading, [place.span for place in gold.places])


def _labelled(reading: Reading, spans: Sequence[tuple[int, int]]) -> Iterator[Example]:
    found = reading.context.words
    for candidate in reading.candidates:
        if candidate.source == "phrase":
            continue
        span = (found[candidate.first].start + candidate.cut, found[candidate.last].end)
        yield features(candidate, reading.context), any(overlap(span, place) >= _SAME for place in spans)


def entity_examples(path: Path, sentences: int = 15) -> Iterator[Example]:
    """Candidates in a named-entity corpus (``token TAG`` a line); some sentences at a time make an article."""
    entries = lexicon()
    every = list(_tagged_sentences(path))
    for first in range(0, len(every), sentences):
        lines = every[first : first + sentences]
        text, spans = "", list[tuple[int, int]]()
        for line in lines:
            text += "\n" if text else ""
            for token, tag in line:
                text += " " if text and text[-1] != "\n" else ""
                start = len(text)
                text += token
                if tag == "B-LOC":
                    spans.append((start, len(text)))
                elif tag == "I-LOC" and spans:
                    spans[-1] = (spans[-1][0], len(text))
        segments = (Segment(start=0, end=len(text), section="body"),)
        reading = read(Article(id="-", source=str(path), text=text, segments=segments), None, entries)
        # Such corpora call the country in «منتخب مصر» a place; the guidelines here do not.
        yield from (row for row in _labelled(reading, spans) if "before=owner" not in row[0])


def _tagged_sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    sentence: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        token, _, tag = _TOKEN.sub("", line).strip().rpartition(" ")
        if token:
            sentence.append((token, tag))
        if sentence and (not token or token == "."):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def fit(
    rows: list[Example], extra: Sequence[Example] = (), share: float = 0.2, strength: float = 0.6
) -> dict[str, float]:
    """Logistic weights; features of fewer than three candidates are left out, weights near nothing too.

    Args:
        rows: Candidates of the annotated articles.
        extra: Candidates of a corpus annotated by other rules; they count ``share`` each.
        share: See there; 0.1 to 0.25 did best in cross-validation over the articles.
        strength: Inverse of the regularisation.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    every = [*rows, *extra]
    often = Counter(name for row, _ in every for name in row)
    kept = [{name: value for name, value in row.items() if often[name] >= _RARE} for row, _ in every]
    vectors = DictVectorizer()
    model = LogisticRegression(C=strength, max_iter=1000, fit_intercept=False)
    shares = [1.0] * len(rows) + [share] * len(extra)
    model.fit(vectors.fit_transform(kept), [label for _, label in every], sample_weight=shares)
    pairs = zip(vectors.feature_names_, model.coef_[0], strict=True)
    return {name: round(float(weight), 3) for name, weight in pairs if abs(weight) >= 0.005}


def main(arguments: Iterable[str] | None = None) -> None:
    """Count, or fit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("usage", "weights"))
    where = "folder with news/ and ner/; for weights, annotated articles"
    parser.add_argument("--data", type=Path, required=True, help=where)
    parser.add_argument(
        "--models", type=Path, help="weights: models to parse the articles with, instead of claimx's own"
    )
    parser.add_argument("--plain", action="store_true", help="weights: only those that go without a recogniser")
    parser.add_argument("--entities", type=Path, help="weights: a named-entity corpus to learn from as well")
    options = parser.parse_args(None if arguments is None else list(arguments))
    if options.what == "usage":
        print(write_usage(count(options.data, lexicon())), "names")
        return
    learnt = json.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
    extra = list(entity_examples(options.entities)) if options.entities else []
    for name in ("plain",) if options.plain else ("plain", "recognised"):
        parsed = parser_of(options.models) if name == "recognised" else None
        rows = [row for gold, reading in articles(options.data, parsed) for row in examples(gold, reading)]
        learnt[name] = fit(rows, extra)
        print(name, len(rows), "candidates,", len(learnt[name]), "weights")
    WEIGHTS.write_text(json.dumps(learnt, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
