"""Documents as block-style YAML that any loader, of YAML 1.1 or 1.2, reads back letter for letter.

PyYAML's emitter leaves marks of direction bare, folds long lines and takes ten times as long; the document's shape is
fixed and small, so it is written here: what a string needs (nothing, single or double quotes) is decided in one place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

# A plain scalar: begins with a letter, so that it is no number, date, mark or indicator; printable throughout.
_PLAIN = re.compile(r"[^\W\d_](?:[^\x00-\x1f\x7f-\xa0\xad:#]|:(?=\S)|(?<=\S)#)*")
# Letters that no loader must see bare: controls, line ends of every kind, marks of direction, joiners, surrogates.
_ESCAPED = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)
_FLOW = re.compile(r"[\[\]{},:?]")
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"])
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\e", "\0": "\\0"}
# Mappings that stand on one line, by the key that holds them.
_ONE_LINE = frozenset(("mention", "cue", "quotes", "mentions", "dates", "candidates"))
_LONGEST_KEY = 100


def yaml_document(value: Mapping[str, Any]) -> str:
    """One document, ``---`` in front, of mappings, lists, strings, numbers, booleans and None."""
    out = ["---"]
    _mapping(value, "", out)
    return "\n".join(out) + "\n"


def _mapping(value: Mapping[str, Any], indent: str, out: list[str], first: str | None = None) -> None:
    """Append the lines of a mapping; ``first`` is the indent of its first line, a list's dash in it."""
    lead = indent if first is None else first
    for key, item in value.items():
        name = scalar(key)
        if len(name) > _LONGEST_KEY:
            # A loader looks for the colon of a bare key in the next 1,024 characters only.
            out.append(f"{lead}? {name}")
            lead = f"{indent}"
            name = ""
        head = f"{lead}{name}:"
        if isinstance(item, dict):
            if not item:
                out.append(f"{head} {{}}")
            elif key in _ONE_LINE:
                out.append(f"{head} {_flow(item)}")
            else:
                out.append(head)
                _mapping(item, indent + "  ", out)
        elif isinstance(item, list | tuple):
            _list(key, item, head, indent, out)
        else:
            out.append(f"{head} {scalar(item)}")
        lead = indent


def _list(key: str, items: Any, head: str, indent: str, out: list[str]) -> None:
    if not any(isinstance(item, dict | list | tuple) for item in items):
        out.append(f"{head} [{', '.join(scalar(item, flow=True) for item in items)}]")
        return
    out.append(head)
    for item in items:
        if isinstance(item, dict) and item and key not in _ONE_LINE:
            _mapping(item, indent + "  ", out, f"{indent}- ")
        else:
            out.append(f"{indent}- {_flow(item)}")


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow_key(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value, flow=True)


def _flow_key(key: Any) -> str:
    name = scalar(key, flow=True)
    return name if len(name) <= _LONGEST_KEY else f"? {name} "


def scalar(value: Any, *, flow: bool = False) -> str:
    """One scalar as YAML text.

    Args:
        value: A string, number, boolean or None.
        flow: It stands inside brackets, where commas and colons mean something.
    """
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    text = str(value)
    if _ESCAPED.search(text):
        return _double(text)
    if (
        _PLAIN.fullmatch(text)
        and text[-1] not in ": "
        and not (flow and _FLOW.search(text))
        and text.casefold() not in _WORDS
    ):
        return text
    return "'" + text.replace("'", "''") + "'"


def _number(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    # YAML 1.1 takes 1e-05 for a string: a mantissa needs its point.
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


def _double(text: str) -> str:
    def escape(match: re.Match[str]) -> str:
        letter = match[0]
        code = ord(letter)
        short = _SHORT.get(letter)
        if short:
            return short
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

    return '"' + _ESCAPED.sub(escape, text.replace("\\", "\\\\").replace('"', '\\"')) + '"'
