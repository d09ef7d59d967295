"""Where the time goes: python tests/benchmarks/speed.py ARTICLES.jsonl [--limit N] [--threads N].

Prints seconds for loading, parsing, attribution, dates and places over the articles, words a second, and peak memory.
Input records are those of ``claimx extract``: {"text": …, "id": …, "date": …} a line.
"""

from __future__ import annotations

import argparse
import resource
import time
from itertools import islice
from pathlib import Path

from claimx.errors import InputError
from claimx.extraction import Extractor
from claimx.model import Article
from claimx.reading import Reader


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("articles", type=Path)
    p.add_argument("--limit", type=int, default=50)
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    spent: dict[str, float] = {}

    def timed(name: str, since: float) -> float:
        now = time.perf_counter()
        spent[name] = spent.get(name, 0.0) + now - since
        return now

    at = time.perf_counter()
    import torch

    torch.set_num_threads(a.threads)
    extractor = Extractor()
    assert extractor.linguist
    at = timed("load", at)
    read = Reader().read_path(a.articles, input_format="jsonl")
    articles: list[Article] = [x for x in islice(read, a.limit) if not isinstance(x, InputError)]
    at = timed("read", at)
    parses = extractor.parse(articles)
    at = timed("parse", at)
    for article, parse in zip(articles, parses, strict=True):
        dates = extractor.dates.find(article, parse)
        at = timed("dates", at)
        places = extractor.places.find(article, parse)
        at = timed("places", at)
        extractor.attributor.attribute(article, parse, dates, places)
        at = timed("attribution", at)
    words = sum(len(x.text.split()) for x in articles)
    print(f"{len(articles)} articles, {words} words, {a.threads} thread(s)")
    for name, seconds in spent.items():
        print(f"{name:12s} {seconds:7.2f} s  {seconds / spent['parse']:6.3f} of the parse")
    whole = sum(v for k, v in spent.items() if k not in ("load", "read"))
    print(f"{words / whole:.0f} words/s, {len(articles) / whole:.2f} articles/s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
