"""Options that several commands share, and the words of their help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

SETTINGS_HINT = "Defaults of every option can stand in claimx.yaml, here or in the user's configuration folder."


class Language(StrEnum):
    """Languages of the tables' own words."""

    ar = "ar"
    en = "en"


class Bidi(StrEnum):
    """How right-to-left text is put on the terminal."""

    auto = "auto"
    isolate = "isolate"
    reshape = "reshape"
    off = "off"


def _remember(ctx: typer.Context, value: bool) -> bool:
    if value:
        ctx.find_root().ensure_object(dict)["debug"] = True
    return value


def debugging(ctx: Any) -> bool:
    """Whether ``--debug`` was given, before or behind the command."""
    held = ctx.find_root().obj
    return bool(isinstance(held, dict) and held.get("debug"))


Debug = Annotated[
    bool, typer.Option("--debug", callback=_remember, is_eager=True, help="Show the traceback of an error.")
]

Documents = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Documents that claimx wrote (YAML, JSON, JSON Lines), or - for stdin."),
]

Lang = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        metavar="ar|en",
        help="Language of the tables' own words.  [default: by the locale]",
        show_default=False,
    ),
]

BidiMode = Annotated[
    Bidi,
    typer.Option(
        "--bidi",
        metavar="auto|isolate|reshape|off",
        help="Right-to-left text: isolate it for terminals that reorder, reshape it for those that do not.",
    ),
]

Wide = Annotated[bool, typer.Option("--wide", help="All columns at full width, whatever the terminal has.")]

MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", min=0.0, max=1.0, metavar="0..1", help="Leave out claims less certain than this."),
]

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FOLDER", help="Your own lexicon files, layered over claimx's.")
]

Models = Annotated[
    Path | None, typer.Option("--models", metavar="FOLDER", help="A Stanza model folder to use instead of claimx's.")
]
