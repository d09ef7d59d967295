"""``claimx validate``: do documents fit the schema?"""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.cli.options import Debug, Documents

EXAMPLE = """Examples:

\b
  claimx validate أقوال.yaml
  claimx extract خبر.txt | claimx validate - --articles خبر.txt"""


def validate(
    paths: Documents = None,
    articles: Annotated[
        list[str] | None,
        typer.Option("--articles", metavar="PATH", help="The articles: every span must be where it says in them."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the exit code and the faults.")] = False,
    debug: Debug = False,
) -> None:
    """Check that documents fit the schema: one line per fault, exit code 1 if there is any.

    Where the article is at hand (its source is a readable file with the same SHA-256, or --articles has it), every
    span is also compared with the text.
    """
    from claimx.cli import streams

    paths = streams.standard_input(paths, what="documents", example="claimx validate أقوال.yaml")

    from claimx.cli.inputs import Texts
    from claimx.writing import faults

    failures = streams.Failures()
    texts = Texts(articles or [])
    count = compared = bad = 0
    for document in streams.documents(paths, failures):
        count += 1
        text = texts.of(document.article, by_id=bool(articles))
        compared += text is not None
        for fault in faults(document, text) if text is not None else ():
            bad += 1
            streams.complain(f"{document.article.source}: {document.article.id}: {fault}")
    if not quiet and not failures.count and not bad:
        typer.echo(f"documents that fit the schema: {count}; compared with their articles: {compared}")
    if bad or failures.count:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLE, short_help="Check documents against the schema.")(validate)
