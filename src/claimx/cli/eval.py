"""``claimx eval``: scores against an annotated folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.options import Debug

EXAMPLE = """Examples:

\b
  claimx extract عينة/*.txt -o أقوال.jsonl
  claimx eval عينة/ أقوال.jsonl
  claimx eval عينة/ أقوال.jsonl --errors | grep لافروف

عينة/ holds NAME.txt and NAME.yaml (claims, dates and places copied from a line of the text); PREDICTED is known by
article.id."""


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of annotated articles: NAME.txt and NAME.yaml.")],
    predicted: Annotated[
        Path, typer.Argument(metavar="PREDICTED", help="Documents: a JSON Lines file, or a folder of documents.")
    ],
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="ID", help="Only these articles (repeat it, or commas).")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every difference first, with its texts.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of tables.")] = False,
    debug: Debug = False,
) -> None:
    """Precision, recall and F1 of documents against annotated articles: claims, speakers, cues, dates, places."""
    import json

    from claimx.evaluation import evaluate as score

    chosen = {name for value in only or () for name in value.split(",") if name}
    result = score(gold, predicted, only=chosen or None)
    if as_json:
        typer.echo(json.dumps(result.as_dict(errors=errors), ensure_ascii=False))
        return
    from claimx.cli import streams
    from claimx.display.scores import show_scores

    show_scores(result, streams.console(), errors=errors)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("eval", epilog=EXAMPLE, short_help="Scores against annotated articles.")(evaluate)
