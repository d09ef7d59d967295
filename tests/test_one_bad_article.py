"""An article that extraction breaks down on, for whatever reason: it is named, and the others have their documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from claimx.errors import ArticleError
from claimx.extraction import Extractor
from claimx.linguistics.parse import Parse
from claimx.model import Article
from claimx.reading import Reader

GOOD = "قال الوزير إن الأمر انتهى."
BAD = "قالت الوزيرة إن القنبلة هنا."


def articles() -> list[Article]:
    reader = Reader()
    texts = [GOOD, GOOD, BAD, GOOD]
    return [reader.read_text(text, id=f"r{n}", source="news.jsonl") for n, text in enumerate(texts)]


def break_models(extractor: Extractor, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]) -> None:
    whole = extractor.linguist.parse

    def parse(texts: Sequence[tuple[str, Any]]) -> list[Parse]:
        if any("القنبلة" in text for text, _ in texts):
            raise kind("index 7 is out\nof bounds")
        return whole(texts)

    monkeypatch.setattr(extractor.linguist, "parse", parse)


def break_attribution(extractor: Extractor, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]) -> None:
    whole = extractor.attributor.attribute

    def attribute(article: Article, *rest: Any, **options: Any) -> Any:
        if "القنبلة" in article.text:
            raise kind("index 7 is out\nof bounds")
        return whole(article, *rest, **options)

    monkeypatch.setattr(extractor.attributor, "attribute", attribute)


@pytest.mark.parametrize("kind", [RuntimeError, RecursionError, MemoryError, KeyError])
@pytest.mark.parametrize("broken", [break_models, break_attribution])
def test_the_others_have_their_documents(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch, broken: Callable[..., None], kind: type[Exception]
) -> None:
    unharmed = [d for d in extractor.documents(articles()) if d.article.id != "r2"]
    broken(extractor, monkeypatch, kind)
    told: list[ArticleError] = []
    found = list(extractor.documents(articles(), told.append))
    assert found == unharmed
    (error,) = told
    assert str(error).startswith(f"news.jsonl: r2: internal error: {kind.__name__}: ")
    assert "index 7 is out" in str(error) and "\n" not in str(error)
    assert isinstance(error.__cause__, kind)
    with pytest.raises(kind):
        list(extractor.documents(articles()))


def test_the_command_goes_on(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As a user runs it, with the real extractor broken inside."""
    from typer.testing import CliRunner

    import claimx.extraction
    from claimx.cli import app
    from claimx.writing import read_documents

    for name, text in (("a", GOOD), ("b", BAD), ("c", GOOD)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    break_attribution(extractor, monkeypatch, ZeroDivisionError)
    monkeypatch.setattr(claimx.extraction, "Extractor", lambda **_: extractor)
    result = CliRunner().invoke(app, ["extract", "a.txt", "b.txt", "c.txt", "-o", "out.jsonl"], prog_name="claimx")
    assert result.exit_code == 1
    mend = "(run again with --debug and report it, please)"
    assert result.stderr == f"claimx: b.txt: internal error: ZeroDivisionError: index 7 is out of bounds {mend}\n"
    assert [d.article.id for d in read_documents(tmp_path / "out.jsonl")] == ["a", "c"]
    result = CliRunner().invoke(app, ["extract", "b.txt", "--debug"], prog_name="claimx")
    assert isinstance(result.exception, ZeroDivisionError)
