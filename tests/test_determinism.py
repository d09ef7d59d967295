"""The same articles give the same bytes, whatever the number of processes, the batch, the order, the threads."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimx.errors import InputError
from claimx.extraction import Extractor
from claimx.model import Article
from claimx.reading import Reader
from claimx.writing import FORMATS, dumps, faults

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
CLAIMX = [sys.executable, "-m", "claimx.cli", "extract", "--quiet"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two dozen records, more than one chunk of ``--jobs``: paragraphs of the sample articles."""
    parts = [part for path in SEEDS for part in path.read_text(encoding="utf-8").split("\n\n") if len(part) > 80]
    parts = [*parts, *("\n".join(pair) for pair in pairwise(parts))][:24]
    place = tmp_path_factory.mktemp("same")
    lines = [json.dumps({"id": f"r{n}", "text": text, "date": "2025-05-30"}) + "\n" for n, text in enumerate(parts)]
    (place / "a.jsonl").write_text("".join(lines))
    random.Random(3).shuffle(lines)
    (place / "shuffled").mkdir()
    (place / "shuffled" / "a.jsonl").write_text("".join(lines))
    return place


def extracted(folder: Path, *options: str, **env: str) -> bytes:
    command = [*CLAIMX, "a.jsonl", "--format", "jsonl", *options]
    environment = {**os.environ, "XDG_CONFIG_HOME": "/nonexistent", **env}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True, timeout=300).stdout


@pytest.fixture(scope="module")
def expected(folder: Path) -> bytes:
    found = extracted(folder, PYTHONHASHSEED="1", OMP_NUM_THREADS="1")
    assert len(found.splitlines()) == 24
    assert sum(len(json.loads(line)["claims"]) for line in found.splitlines()) > 10
    return found


def test_any_number_of_processes_and_threads(folder: Path, expected: bytes) -> None:
    assert extracted(folder, "--jobs", "2", PYTHONHASHSEED="2", OMP_NUM_THREADS="2") == expected


def test_any_order_of_articles(folder: Path, expected: bytes) -> None:
    found = extracted(folder / "shuffled", PYTHONHASHSEED="3")
    assert found != expected
    assert sorted(found.splitlines()) == sorted(expected.splitlines())


def test_any_batch(extractor: Extractor, folder: Path, expected: bytes) -> None:
    articles = [item for item in Reader().read_path(folder / "a.jsonl") if isinstance(item, Article)]
    lines = [
        line.replace('"source":"' + str(folder / "a.jsonl"), '"source":"a.jsonl')
        for line in expected.decode().splitlines()
    ]
    for batch in (1, 5):
        extractor_of_that_batch = Extractor(batch=batch)
        extractor_of_that_batch._linguist = extractor.linguist  # loaded already
        found = extractor_of_that_batch.documents(articles)
        again = [dumps(d, "jsonl").rstrip("\n").replace(str(folder / "a.jsonl"), "a.jsonl") for d in found]
        assert again == lines, f"batches of {batch}"


# Everything that the web has in its articles, and news among it, so that there is something to find.
PIECES = st.sampled_from([
    *("قال الوزير إن «الأمر انتهى». ", "وأَضَـــافَ ", "أكد لافروف، الثلاثاء، أن ", "في موسكو ", "\u2067ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ "),
    *("\u202bقالت الوزارة\u202c: ", "ﷺ", "🙂👨\u200d👩\u200d👧", "\x00", "\x1b[31m", "\r\n", "\r", "\n\n"),
    *("\u200f", "\u2067", "\u2028", "\x85"),
    *("\ufeff", "e\u0301", "\U0010ffff", "<script>alert(1)</script>", "=1+1", "\ud800", "\udfff", "أ" * 3000, "- "),
    *("12 مايو 2025 ", "\u0652\u064b", "\u0640\u0640"),
])  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join), min_size=1, max_size=4))
def test_any_text_at_all_through_the_models(extractor: Extractor, texts: list[str]) -> None:
    """Every span is its text; alone or together, forwards or backwards: the same document, which can be written."""
    reader = Reader()
    articles = []
    for n, text in enumerate(texts):
        try:
            articles.append(reader.read_text(text, id=f"r{n}", date="2025-05-30"))
        except InputError:
            continue
    together = list(extractor.documents(articles))
    for article, document in zip(articles, together, strict=True):
        assert faults(document, article.text) == []
    backwards = list(extractor.documents(reversed(articles)))
    for form in FORMATS:
        assert [dumps(d, form) for d in together] == [dumps(d, form) for d in backwards[::-1]]
    if articles:
        assert extractor.document(articles[-1]) == together[-1]


def test_a_line_of_a_hundred_thousand_characters(extractor: Extractor) -> None:
    told = "قال الوزير إن الأمر انتهى، مؤكدا أن الباب مفتوح، بحسب الوكالة. "
    text = (told + "وقع الحادث في المدينة صباحا بعد هطول الأمطار الغزيرة عليها وعلى القرى من حولها. " * 14) * 85
    assert len(text) > 100_000
    document = extractor.document(Reader().read_text(text))
    assert faults(document, text) == []
    assert len(document.claims) > 200
