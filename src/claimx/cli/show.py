"""``claimx show``: documents in, tables out."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.cli.options import Bidi, BidiMode, Debug, Documents, Lang, MinConfidence, Wide

EXAMPLE = """Examples:

\b
  claimx extract خبر.txt | claimx show -
  claimx show أقوال.jsonl --speaker لافروف --act affirm --since 2025-05
  claimx show أقوال.jsonl --place TR --limit 5 --lang ar"""


def show(
    paths: Documents = None,
    speaker: Annotated[
        list[str] | None,
        typer.Option("--speaker", metavar="NAME", help="Only claims of this speaker: part of a name or role."),
    ] = None,
    act: Annotated[
        list[str] | None,
        typer.Option("--act", metavar="ACT", help="Only claims of this speech act: state, announce, affirm, deny …"),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="PLACE", help="Only claims about or from this place: a name, or a code (TR)."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only claims made since: 2025, 2025-05 or 2025-05-30."),
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only claims made until.")] = None,
    min_confidence: MinConfidence = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many claims an article.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add the pattern that found the claim and how its speaker was resolved.")
    ] = False,
    lang: Lang = None,
    bidi: BidiMode = Bidi.auto,
    wide: Wide = False,
    debug: Debug = False,
) -> None:
    """Show documents as tables: claims, dates and places of every article.

    A claim was made on the day the text gives for it, or else on the article's; --since and --until leave out claims of
    which neither is known.
    """
    from claimx.cli import streams

    paths = streams.standard_input(paths, what="documents", example="claimx show أقوال.yaml")

    from claimx.cli.inputs import check_acts, check_partial_date
    from claimx.display.filters import Filter
    from claimx.display.show import show as show_documents
    from claimx.display.words import language

    chosen = Filter(
        speakers=tuple(speaker or ()),
        acts=check_acts(act),
        places=tuple(place or ()),
        since=check_partial_date(since, "--since"),
        until=check_partial_date(until, "--until"),
        min_confidence=min_confidence or 0.0,
    )
    failures = streams.Failures(alike=3)
    console = streams.console(wide=wide)
    shown = show_documents(
        streams.documents(paths, failures), console, language=language(lang), bidi=bidi.value, chosen=chosen,
        limit=limit, evidence=explain,
    )  # fmt: skip
    if not shown and not failures.count:
        streams.complain("no claim passes the filters" if chosen else "no documents in the input")
    failures.exit()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLE, short_help="Documents as tables: claims, dates, places.")(show)
