"""Parses kept on disk: the same documents, without the models; and what spoils a cache."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from claimx.errors import OutputError
from claimx.extraction import Extractor
from claimx.linguistics.cache import FILE, ParseCache, fingerprint
from claimx.linguistics.models import find_models
from claimx.reading import Reader
from claimx.writing import dumps

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").glob("*.txt"))


def documents(extractor: Extractor) -> list[str]:
    articles = [next(iter(Reader().read_path(path))) for path in SEEDS[:3]]
    assert not any(isinstance(a, Exception) for a in articles)
    return [dumps(d, "json") for d in extractor.documents(articles)]  # type: ignore[arg-type]


def test_a_second_run_needs_no_models(tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = documents(extractor)
    first = Extractor(cache=tmp_path / "parses")
    first._linguist = extractor.linguist
    assert documents(first) == expected
    second = Extractor(cache=tmp_path / "parses")
    monkeypatch.setattr("claimx.linguistics.pipeline.Linguist", None)
    assert documents(second) == expected


def test_from_the_command_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "claimx.cli", "extract", str(SEEDS[0]), "--cache", "parses"]
    first, second = (subprocess.run(command, cwd=tmp_path, capture_output=True, check=True) for _ in range(2))
    assert first.stdout == second.stdout
    assert (tmp_path / "parses" / FILE).exists()
    (tmp_path / "parses" / FILE).write_bytes(b"no base at all" * 1000)
    third = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert third.returncode == 1
    assert len(third.stderr.splitlines()) == 1
    assert "parses.sqlite: cannot be used for the cache" in third.stderr
    assert "take the file away" in third.stderr


def test_what_a_parse_depends_on(tmp_path: Path) -> None:
    models = find_models()
    mark = fingerprint(models)
    assert fingerprint(models) == mark
    user = tmp_path / "config"
    user.mkdir()
    (user / "cues.yaml").write_text("{}\n")
    assert fingerprint(models, user) == mark  # cues are looked for in the parse
    (user / "whole_words.yaml").write_text("whole_words: [وكذا]\n", encoding="utf-8")
    assert fingerprint(models, user) != mark
    cache = ParseCache(tmp_path, mark)
    keys = {cache.key("قال", [(0, 3)]), cache.key("قال", [(0, 2)]), cache.key("قال ", [(0, 3)])}
    assert len(keys | {ParseCache(tmp_path, b"other").key("قال", [(0, 3)])}) == 4


def test_a_parse_that_is_damaged_is_made_anew(tmp_path: Path, extractor: Extractor) -> None:
    expected = documents(extractor)
    cached = Extractor(cache=tmp_path)
    cached._linguist = extractor.linguist
    documents(cached)
    with sqlite3.connect(tmp_path / FILE) as base:
        base.execute("UPDATE parses SET parse = substr(parse, 1, 40)")
    assert documents(cached) == expected
    again = Extractor(cache=tmp_path)
    assert documents(again) == expected
    assert again._linguist is None


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be used for the cache"):
        ParseCache(tmp_path / "file", b"")
