"""What news prose knows of place names: ``python -m claimx.training.places usage|weights``.

``usage`` counts how names are used (:mod:`claimx.places.usage`) over raw news and named-entity corpora; ``weights``
fits the logistic weights of :mod:`claimx.places.classify` on annotated articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from claimx.evaluation.gold import Gold, gold_files, load_gold
from claimx.evaluation.matching import overlap
from claimx.model.article import Article
from claimx.places.classify import WEIGHTS
from claimx.places.features import features
from claimx.places.finder import Reading, read
from claimx.places.keys import clitics, key_of, words
from claimx.places.lexicon import Lexicon, lexicon
from claimx.places.usage import USAGE
from claimx.reading.rules import load_rules
from claimx.reading.sections import segment

_FEWEST = 3
_RARE = 4
_SAME = 0.6
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
    for text in texts(folder):
        found = words(text)
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


def articles(folder: Path, parses: Path | None) -> Iterator[tuple[Gold, Reading]]:
    """The annotated articles as the finder reads them."""
    rules, entries = load_rules(), lexicon()
    for path in gold_files(folder):
        gold = load_gold(path)
        article = Article(id=path.stem, source=str(path), text=gold.text, segments=segment(gold.text, rules))
        parse = pickle.loads((parses / f"{path.stem}.pkl").read_bytes()) if parses is not None else None
        yield gold, read(article, parse, entries)


def examples(gold: Gold, reading: Reading) -> Iterator[tuple[dict[str, float], bool]]:
    """Each candidate's features, and whether it covers an annotated place."""
    found = reading.context.words
    for candidate in reading.candidates:
        if candidate.source == "phrase":
            continue
        span = (found[candidate.first].start + candidate.cut, found[candidate.last].end)
        yield features(candidate, reading.context), any(overlap(span, p.span) >= _SAME for p in gold.places)


def fit(rows: list[tuple[dict[str, float], bool]], strength: float = 0.6) -> dict[str, float]:
    """Logistic weights; features of fewer than four candidates are left out, weights near nothing too."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    often = Counter(name for row, _ in rows for name in row)
    kept = [{name: value for name, value in row.items() if often[name] >= _RARE} for row, _ in rows]
    vectors = DictVectorizer()
    model = LogisticRegression(C=strength, max_iter=1000, fit_intercept=False)
    model.fit(vectors.fit_transform(kept), [label for _, label in rows])
    pairs = zip(vectors.feature_names_, model.coef_[0], strict=True)
    return {name: round(float(weight), 3) for name, weight in pairs if abs(weight) >= 0.005}


def main(arguments: Iterable[str] | None = None) -> None:
    """Count, or fit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("usage", "weights"))
    where = "folder with news/ and ner/; for weights, annotated articles"
    parser.add_argument("--data", type=Path, required=True, help=where)
    parser.add_argument("--parses", type=Path, help="weights: their parses, pickled as ID.pkl; only then with entities")
    options = parser.parse_args(None if arguments is None else list(arguments))
    if options.what == "usage":
        print(write_usage(count(options.data, lexicon())), "names")
        return
    learnt = json.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
    for name, parses in (("plain", None), ("recognised", options.parses)):
        if name == "plain" or parses is not None:
            rows = [row for gold, reading in articles(options.data, parses) for row in examples(gold, reading)]
            learnt[name] = fit(rows)
            print(name, len(rows), "candidates,", len(learnt[name]), "weights")
    WEIGHTS.write_text(json.dumps(learnt, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
