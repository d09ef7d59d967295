"""Bytes to text: UTF-8, UTF-16, UTF-32 and Windows-1256, told apart by their marks and by the letters they give."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from claimx.errors import InputError

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF file", "save its text as UTF-8"),
    (b"PK\x03\x04", "a ZIP or Office file", "save its text as UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save its text as UTF-8"),
    (b"{\\rtf", "an RTF file", "save its text as UTF-8"),
    (b"\x1f\x8b", "a gzip file", "unpack it first: gzip -d"),
    (b"BZh", "a bzip2 file", "unpack it first: bzip2 -d"),
    (b"\x89PNG", "an image", "give the article's text"),
    (b"\xff\xd8\xff", "an image", "give the article's text"),
    (b"GIF8", "an image", "give the article's text"),
    (b"SQLite format 3", "a database", "give the article's text"),
)
# Shares of the letters in Arabic newswire, in thousandths; the seven make up half of any Arabic prose.
_COMMON = {"ا": 166, "ل": 125, "ي": 73, "م": 61, "و": 57, "ن": 57, "ر": 45}
_LEGACY = ("cp1256", "iso8859-6")
_SAMPLE = 65_536
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([a-zA-Z0-9_:.-]{1,40})""", re.I)
MEND = "save it as UTF-8"


class Decoded(NamedTuple):
    """Text without its byte-order mark, and what was guessed on the way, if anything."""

    text: str
    warning: str | None = None


def decode(data: bytes, source: str, *, html: bool = False) -> Decoded:
    """Decode an article's bytes.

    Args:
        data: The whole file.
        source: What errors name.
        html: Heed the page's own ``charset=`` where the bytes are not UTF-8.

    Raises:
        InputError: The bytes are empty, binary or in no encoding that gives Arabic text.
    """
    if not data.strip():
        raise InputError("empty file", source=source, mend="give a file with an article")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_checked(_strict(data[len(mark) :], encoding, source), source))
    for magic, what, mend in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{what}, no text", source=source, mend=mend)
    if wide := _wide(data):
        return Decoded(_checked(_strict(data, wide, source), source), f"no byte-order mark: read as {wide.upper()}")
    try:
        return Decoded(_checked(data.decode("utf-8"), source))
    except UnicodeDecodeError as error:
        fault = error
    if _nearly_binary(data):
        raise InputError("a binary file, no text", source=source, mend="give the article's text")
    if html and (page := _declared(data)):
        try:
            return Decoded(_checked(data.decode(page), source))
        except (UnicodeDecodeError, LookupError):
            pass
    if fault.end >= len(data) - 1 and fault.reason == "unexpected end of data":
        # The file was cut inside its last letter: nothing else is lost.
        return Decoded(_checked(data[: fault.start].decode("utf-8"), source), "the file is cut inside its last letter")
    if legacy := _legacy(data):
        name = "Windows-1256" if legacy == "cp1256" else "ISO 8859-6"
        text = data.decode(legacy)
        return Decoded(_checked(text, source), f"not UTF-8: read as {name}")
    byte = data[fault.start]
    raise InputError(f"not UTF-8: byte 0x{byte:02x} at offset {fault.start}", source=source, mend=MEND)


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"not valid {encoding.upper()}: {error.reason} at offset {error.start}"
        raise InputError(message, source=source, mend=MEND) from error


def _checked(text: str, source: str) -> str:
    """``text`` where it is one: no NUL, hardly any control characters, not blank."""
    if "\0" in text:
        raise InputError("holds NUL bytes: a binary file", source=source, mend="give the article's text")
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 20 > len(sample):
        raise InputError("a binary file, no text", source=source, mend="give the article's text")
    if not text.strip().strip("\ufeff\u200b"):
        raise InputError("empty file", source=source, mend="give a file with an article")
    return text


def _wide(data: bytes) -> str | None:
    """The UTF-16 that ``data`` is in, where it has no mark: Arabic letters and spaces have 0x06 or 0x00 as one half."""
    sample = data[: _SAMPLE & ~1]
    if len(data) % 2 or len(sample) < 8:
        return None
    pairs = len(sample) // 2
    for encoding, halves in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if (halves.count(0x06) + halves.count(0)) * 10 > pairs * 8 and halves.count(0x06) * 3 > pairs:
            return encoding
    return None


def _nearly_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return b"\0" in sample or len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", sample)) * 20 > len(sample)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _legacy(data: bytes) -> str | None:
    """The eight-bit Arabic encoding whose letters look most like Arabic prose, or None.

    UTF-8 with a damaged byte fails here: as Windows-1256 it is all ط and ظ.
    """
    best, choice = 0.42, None
    for encoding in _LEGACY:
        try:
            sample = data.decode(encoding)[:_SAMPLE]
        except UnicodeDecodeError:
            continue
        letters = len(_LETTER.findall(sample))
        arabic = _ARABIC.findall(sample)
        if not arabic or len(arabic) * 2 < letters:
            continue
        # The overlap of the two distributions, one letter at a time: a text of nothing but alefs scores low as well.
        share = sum(min(sample.count(letter) / len(arabic), per / 1000) for letter, per in _COMMON.items())
        if share > best:
            best, choice = share, encoding
    return choice


def language_warnings(text: str) -> list[str]:
    """What a reader should know of the text's language: not Arabic, Persian or Urdu, wrongly decoded before."""
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return ["holds no letters"]
    arabic = len(re.findall(r"[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]", sample))
    if len(re.findall(r"[ØÙ][\u0080-\u00bf\u0152-\u2122]", sample)) * 4 > letters:
        return ["looks like UTF-8 that was once read as Latin-1: what claimx finds in it will be wrong"]
    if arabic * 2 < letters:
        return [f"not Arabic: {arabic * 100 // letters} % of its letters are Arabic"]
    foreign = len(re.findall(r"[پچژگکہۂھےۓٹڈڑںڤەێۆڵڕ]", sample))
    if foreign * 33 > arabic:
        return ["looks like Persian, Urdu or Kurdish, which claimx does not know"]
    return []
