"""``claimx schema``: the JSON Schema of the document."""

from __future__ import annotations

import typer

from claimx.cli.options import Debug

EXAMPLE = """Example: the keys of a claim such as «أعلن لافروف أن …»

\b
  claimx schema | jq '."$defs".Claim.properties | keys'"""


def schema(debug: Debug = False) -> None:
    """Print the JSON Schema (draft 2020-12) of the document."""
    import json

    from claimx.schema import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLE, short_help="Print the JSON Schema of the document.")(schema)
