"""Documents as JSON: Arabic as it is, nothing in it that a terminal or a script would obey."""

from __future__ import annotations

import re

import msgspec

from claimx.model import Document

# DEL, the C1 controls (U+009B starts a terminal sequence) and the line ends that JavaScript once took for its own: they
# can stand only inside strings.
_BARE = re.compile(b"\x7f|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]")
_ENCODER = msgspec.json.Encoder()


def json_line(document: Document) -> bytes:
    """The document on one line, without an end."""
    return _BARE.sub(_escape, _ENCODER.encode(document))


def json_pretty(document: Document) -> bytes:
    """The document over lines, indented by two."""
    return msgspec.json.format(json_line(document), indent=2)


def _escape(match: re.Match[bytes]) -> bytes:
    return f"\\u{ord(match[0].decode()):04x}".encode()
