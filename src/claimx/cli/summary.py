"""``claimx summary``: documents in, one set of tables over all of them out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimx.cli.options import Bidi, BidiMode, Debug, Documents, Lang, MinConfidence, Wide

EXAMPLE = """Examples:

\b
  claimx extract أخبار/ --format jsonl | claimx summary -
  claimx summary أقوال.jsonl --by speaker --limit 10 --lang ar
  claimx summary أقوال.jsonl --by date --format csv > أيام.csv"""


class By(StrEnum):
    """What to count by."""

    speaker = "speaker"
    act = "act"
    place = "place"
    date = "date"
    outlet = "outlet"


class Format(StrEnum):
    """Forms of output."""

    table = "table"
    json = "json"
    csv = "csv"


def summary(
    paths: Documents = None,
    by: Annotated[
        By | None,
        typer.Option(
            "--by", metavar="speaker|act|place|date|outlet", help="One table only.  [default: all; speaker for csv]"
        ),
    ] = None,
    output_format: Annotated[
        Format, typer.Option("--format", "-f", metavar="table|json|csv", help="Form of the output.")
    ] = Format.table,
    min_confidence: MinConfidence = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many rows; 20 in tables if not given."),
    ] = None,
    lang: Lang = None,
    bidi: BidiMode = Bidi.auto,
    wide: Wide = False,
    debug: Debug = False,
) -> None:
    """Count over all documents: who spoke, how often and how, where, and on which days.

    A speaker is one across articles when the full name (two words or more) is the same and kind and role do not speak
    against it; descriptions (مسؤول أمني) are never merged.
    """
    from claimx.cli import streams

    paths = streams.standard_input(paths, what="documents", example="claimx summary أقوال.jsonl")

    from claimx.display.summary import dumps, summarise
    from claimx.display.words import language

    failures = streams.Failures(alike=3)
    found = summarise(streams.documents(paths, failures), min_confidence=min_confidence or 0.0)
    if not found.articles and not failures.count:
        streams.complain("no documents in the input")
    if output_format is Format.table:
        from claimx.display.summary_tables import show_summary

        show_summary(
            found, streams.console(wide=wide), language=language(lang), bidi=bidi.value, by=by.value if by else None,
            limit=20 if limit is None else limit,
        )  # fmt: skip
    else:
        typer.echo(dumps(found, output_format.value, by=by.value if by else None, limit=limit), nl=False)
    failures.exit()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLE, short_help="Counts over all documents: speakers, acts, days.")(summary)
