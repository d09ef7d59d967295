"""YAML from strangers into plain values: no tags, no anchors, no aliases, no doubled keys, bounded depth.

The parser's events are turned into values here, because a loader resolves aliases, and dates, before anyone can look.
Plain scalars follow YAML 1.2's core schema: ``NO`` and ``2025-06-02`` are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

from claimx.errors import DocumentError

_DEPTH = 32
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_NONE = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_SPECIAL = {".inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}
_MEND = "write it with claimx, or mend it by hand"


class Readable(Protocol):
    """A binary stream as far as a parser needs it."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes."""


def yaml_values(stream: Readable, source: str) -> Iterator[tuple[int, Any]]:
    """The documents of a YAML stream: line of its beginning and value, or a :class:`DocumentError` as value.

    After text that is no YAML nothing more can be read; a document with a tag or an alias is refused by itself.
    """
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    parse: Any = yaml.parse
    events: Iterator[Any] = iter(parse(stream, Loader=loader))
    number = 0
    while True:
        try:
            event = next(events, None)
            if event is None:
                return
            if isinstance(event, yaml.DocumentStartEvent):
                number += 1
                yield _line(event), _document(events, f"{source}: document {number}")
        except yaml.YAMLError as error:
            yield 0, syntax_error(error, source)
            return
        except (UnicodeDecodeError, ValueError) as error:
            yield 0, DocumentError(f"not valid YAML: {error}", source=source, mend="save it as UTF-8")
            return


def syntax_error(error: Exception, source: str) -> DocumentError:
    """What PyYAML found, in one line that names the line of the file."""
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    where = f"{source}:{mark.line + 1}" if mark else source
    return DocumentError(f"not valid YAML: {reason}", source=where, mend=_MEND)


def _document(events: Iterator[Any], where: str) -> Any:
    """The value of one document; every event of it is taken, also after a fault."""
    import yaml

    fault: DocumentError | None = None
    # Each open collection: what it is, and for a mapping the key that waits for its value.
    stack: list[tuple[Any, list[Any]]] = []
    root: Any = None

    def place(value: Any, line: int) -> None:
        nonlocal root, fault
        if not stack:
            root = value
            return
        holder, waiting = stack[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif not waiting:
            waiting.append((value, line))
        else:
            key, at = waiting.pop()
            if not isinstance(key, str):
                fault = fault or _fault(where, at, f"a key must be text, not {key!r}"[:80])
            elif key in holder:
                fault = fault or _fault(where, at, f"the key {key!r} stands there twice")
            else:
                holder[key] = value

    for event in events:
        if isinstance(event, yaml.DocumentEndEvent):
            return fault or root
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            fault = fault or _fault(where, line, "anchors and aliases are refused", "write the value out")
        if fault:
            continue
        if isinstance(event, yaml.ScalarEvent):
            if event.tag not in (None, "!"):
                fault = _fault(where, line, f"the tag {event.tag!r} is refused", "leave the tag out")
            else:
                place(_scalar(event.value, plain=event.implicit[0]), line)
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.tag not in (None, "!"):
                fault = _fault(where, line, f"the tag {event.tag!r} is refused", "leave the tag out")
            elif len(stack) >= _DEPTH:
                fault = _fault(where, line, "nested too deeply")
            else:
                value: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
                place(value, line)
                stack.append((value, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
    return fault or root


def _fault(where: str, line: int, message: str, mend: str = _MEND) -> DocumentError:
    return DocumentError(f"line {line}: {message}", source=where, mend=mend)


def _scalar(text: str, *, plain: bool) -> Any:
    if not plain:
        return text
    if text in _NONE:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return _SPECIAL.get(text, text)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
