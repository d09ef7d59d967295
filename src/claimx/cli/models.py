"""``claimx models``: what models there are, whether they are whole, and fetching Stanza's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.options import Debug, Models

EXAMPLE = """Examples:

\b
  claimx models list
  claimx models check
  claimx models download نماذج/
  claimx extract خبر.txt --models نماذج/"""

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)


@app.command("list", epilog="Example:\n\n  claimx models list --models نماذج/")
def list_(models: Models = None, debug: Debug = False) -> None:
    """List the model files, with their sizes and versions."""
    from claimx.linguistics.models import find_models

    found = find_models(models)
    typer.echo(f"{found.name} {found.version}".strip() + f"  {found.folder}")
    for file in found.files:
        typer.echo(f"{file.processor:<16} {file.size / 1e6:7.1f} MB  {(file.sha256 or '-')[:12]:<12}  {file.name}")
    typer.echo(f"{'together':<16} {sum(file.size for file in found.files) / 1e6:7.1f} MB")


@app.command(
    epilog="Example:\n\n  claimx models check --models نماذج/",
    short_help="Compare every model file with its checksum.",
)
def check(models: Models = None, debug: Debug = False) -> None:
    """Compare every model file with its checksum; exit code 2 if one is missing, damaged or foreign."""
    from claimx.cli.streams import complain
    from claimx.linguistics.models import check_models, find_models

    found = find_models(models)
    faults = check_models(models)
    for fault in faults:
        complain(fault)
    if faults:
        raise typer.Exit(2)
    known = (
        "every sum is right" if any(file.sha256 for file in found.files) else "complete; no manifest to compare with"
    )
    typer.echo(f"{found.folder}: {len(found.files)} files, {known}")


@app.command(
    short_help="Fetch Stanza's own Arabic models.",
    epilog="Example:\n\n  claimx models download نماذج/ && claimx extract خبر.txt --models نماذج/",
)
def download(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to put them.")], debug: Debug = False
) -> None:
    """Fetch Stanza's own Arabic models from the network: the only thing in claimx that uses it."""
    from claimx.linguistics.models import download_models

    found = download_models(folder)
    typer.echo(f"{found.folder}: {len(found.files)} files (use them with --models {found.folder})")


def register(parent: typer.Typer) -> None:
    """Add the commands."""
    parent.add_typer(app, name="models", help="The linguistic models: list, check, download.", epilog=EXAMPLE)
