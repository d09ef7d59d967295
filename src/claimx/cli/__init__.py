"""The command line: one thin module per command; every command has a Python call that does the same.

Importing this package imports typer and nothing heavier, so that ``--help`` answers at once; each command imports what
it needs when it runs.
"""

from __future__ import annotations

from claimx.cli.app import app, main

__all__ = ["app", "main"]
