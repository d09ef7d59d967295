"""``claimx report``: documents in, one self-contained HTML page out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.options import Debug, Documents, Lang, Language, MinConfidence

EXAMPLE = """Examples:

\b
  claimx extract أخبار/ -o أقوال.jsonl
  claimx report أقوال.jsonl -o تقرير.html
  claimx extract خبر.txt | claimx report - --articles خبر.txt > تقرير.html"""


def report(
    paths: Documents = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The page.  [default: stdout]")
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option("--articles", metavar="PATH", help="The articles, where they are no longer at their source."),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The page's title.")] = None,
    min_confidence: MinConfidence = None,
    lang: Lang = Language.ar,
    debug: Debug = False,
) -> None:
    """Make a self-contained HTML page: articles with their claims marked, charts, a timeline and a map.

    Documents do not hold the whole text of an article: it is taken from its source where that is a readable file with
    the same SHA-256, or from --articles; elsewhere the claims stand by themselves.
    """
    from claimx.cli import streams

    paths = streams.standard_input(paths, what="documents", example="claimx report أقوال.jsonl -o تقرير.html")

    from claimx.cli.inputs import Texts
    from claimx.cli.outputs import write_text
    from claimx.display.report import report as make
    from claimx.display.words import language

    failures = streams.Failures(alike=3)
    texts = Texts(articles or [])
    pairs = [(document, texts.of(document.article)) for document in streams.documents(paths, failures)]
    if not pairs and not failures.count:
        streams.complain("no documents in the input")
    page = make(pairs, language=language(lang), title=title, min_confidence=min_confidence or 0.0)
    write_text(page, output, [*paths, *(articles or [])])
    failures.exit()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLE, short_help="Documents as one HTML page to read and share.")(report)
