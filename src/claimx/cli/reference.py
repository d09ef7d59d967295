"""The manual page, made from the commands themselves: ``python -m claimx.cli.reference`` writes it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import typer.main

from claimx.cli.app import app

PAGE = Path(__file__).with_name("claimx.1")


def manual() -> str:
    """The page in man(7) macros."""
    root: Any = typer.main.get_command(app)
    lines = [
        '.TH CLAIMX 1 "" claimx "User commands"',
        ".SH NAME",
        r"claimx \- who said what, when and where, in Arabic news",
        ".SH SYNOPSIS",
        ".B claimx",
        "COMMAND [OPTIONS] [ARGUMENTS]",
        ".SH DESCRIPTION",
        *_prose(root.help),
        ".SH OPTIONS",
        *_parameters(root),
        ".PP",
        *_prose(root.epilog),
    ]
    for name, command in root.commands.items():
        lines += _command(f"claimx {name}", command)
        for sub, inner in getattr(command, "commands", {}).items():
            lines += _command(f"claimx {name} {sub}", inner)
    return "\n".join(lines) + "\n"


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [p.metavar for p in command.params if p.param_type_name == "argument"]
    if hasattr(command, "commands"):
        arguments = ["COMMAND"]
    yield f".SH {_escaped(name.upper())}"
    yield f".B {_escaped(' '.join([name, '[OPTIONS]', *arguments]))}"
    yield ".PP"
    yield from _prose(command.help)
    yield from _parameters(command)
    yield ".PP"
    yield from _prose(command.epilog)


def _parameters(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            yield from (".TP", f".B {_escaped(parameter.metavar or parameter.name)}", _escaped(parameter.help or ""))
            continue
        names = ", ".join(sorted(parameter.opts, key=len))
        head = f"{names} {parameter.metavar}" if parameter.metavar else names
        default = parameter.default
        if isinstance(default, Enum):
            default = default.value
        shown = f" [default: {default}]" if parameter.show_default and default not in (None, False) else ""
        yield from (".TP", f".B {_escaped(head)}", _escaped(" ".join((parameter.help or "").split()) + shown))


def _prose(text: str | None) -> Iterator[str]:
    r"""Paragraphs; those that begin with \b keep their lines."""
    for paragraph in inspect.cleandoc(text or "").split("\n\n"):
        if paragraph.startswith("\b"):
            yield from (".PP", ".nf", *(_escaped(line) for line in paragraph.split("\n")[1:]), ".fi")
        elif paragraph:
            yield from (".PP", _escaped(" ".join(paragraph.split())))


def _escaped(text: str) -> str:
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return "\\&" + text if text.startswith((".", "'")) else text


if __name__ == "__main__":
    PAGE.write_text(manual(), encoding="utf-8")
