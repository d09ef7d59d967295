"""Parses kept on disk: a second run over an archive, with another lexicon, need not parse it again.

A parse depends on the text, on which stretches of it are parsed, on the models, and on the little configuration that
cuts sentences and words; its key is a hash of all of them, so that nothing has to be cleared when one of them changes.
The folder holds one SQLite database: several processes may use it at once, a power cut leaves it whole, and what is
read from it is data that is checked against its types, never code.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from claimx.errors import OutputError
from claimx.lexicon import load_config
from claimx.linguistics.models import Models, sha256
from claimx.linguistics.parse import Entity, Parse, Sentence, Token, Word

__all__ = ["ParseCache", "fingerprint"]

FILE = "parses.sqlite"
# Raised whenever the linguistics room reads the same text differently, or the rows below change.
_VERSION = 1
_PATIENCE = 60.0  # seconds to wait for another process that is writing


class _Row(msgspec.Struct, array_like=True, frozen=True):
    """A sentence, column by column."""

    start: int
    end: int
    texts: list[str]
    lemmas: list[str]
    tags: list[str]
    feats: list[str]
    relations: list[str]
    # Of each word: start, end, head, token.
    words: list[tuple[int, int, int, int]]
    tokens: list[tuple[str, int, int, int, int, str]]
    entities: list[tuple[int, int, str]]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[_Row])


def fingerprint(models: Models, config: Path | None = None) -> bytes:
    """What parses depend on besides the text.

    Args:
        models: The models. Files that no manifest vouches for are read to the end.
        config: A folder with the user's own configuration.
    """
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{_VERSION}\0{models.name}\0{models.version}\0{models.info.get('ner_unit')}\0".encode())
    for file in models.files:
        digest.update(f"{file.processor}\0{file.sha256 or sha256(file.path)}\0".encode())
    for name in ("abbreviations", "whole_words"):
        digest.update(json.dumps(load_config(name, config), sort_keys=True, ensure_ascii=False).encode())
    return digest.digest()


class ParseCache:
    """Parses by text.

    Args:
        folder: Made if it is missing; the parses stand in one file in it.
        mark: What else they depend on: see `fingerprint`.

    Raises:
        OutputError: The folder cannot be written, or its file is no cache.
    """

    def __init__(self, folder: Path, mark: bytes) -> None:
        self.path = folder / FILE
        self._mark = mark
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            # Readers do not wait for writers; a power cut may cost the last parses, never the file.
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            self._base.execute("CREATE TABLE IF NOT EXISTS parses (key BLOB PRIMARY KEY, parse BLOB) WITHOUT ROWID")
        except OSError as error:
            raise OutputError(
                f"cannot be used for the cache: {(error.strerror or str(error)).lower()}", source=str(folder),
                mend="give another --cache folder",
            ) from error  # fmt: skip
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def key(self, text: str, segments: Sequence[tuple[int, int]]) -> bytes:
        """The key of a text and the stretches of it that are parsed."""
        digest = hashlib.blake2b(self._mark, digest_size=20)
        digest.update(json.dumps(list(segments)).encode() + b"\0" + text.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def get(self, key: bytes, text: str) -> Parse | None:
        """The parse of a text, or None where it is not there (or cannot be read: it is made anew, then)."""
        try:
            found = self._base.execute("SELECT parse FROM parses WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            raise self._failed(error) from error
        if found is None:
            return None
        try:
            return _unpacked(text, _DECODER.decode(zlib.decompress(found[0])))
        except (zlib.error, msgspec.DecodeError, ValueError, IndexError, TypeError):
            return None

    def put(self, parses: Iterable[tuple[bytes, Parse]]) -> None:
        """Keep parses, all or none of them."""
        rows = [(key, zlib.compress(_ENCODER.encode(_packed(parse)), 3)) for key, parse in parses]
        try:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT OR REPLACE INTO parses VALUES (?, ?)", rows)
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise self._failed(error) from error

    def _failed(self, error: sqlite3.Error) -> OutputError:
        mend = "take the file away" if "not a database" in str(error) else "make room, or give another --cache folder"
        return OutputError(f"cannot be used for the cache: {error}", source=str(self.path), mend=mend)


def _packed(parse: Parse) -> list[_Row]:
    return [
        _Row(
            start=s.start,
            end=s.end,
            texts=[w.text for w in s.words],
            lemmas=[w.lemma for w in s.words],
            tags=[w.upos for w in s.words],
            feats=["|".join(f"{name}={value}" for name, value in w.feats.items()) for w in s.words],
            relations=[w.deprel for w in s.words],
            words=[(w.start, w.end, w.head, w.token) for w in s.words],
            tokens=[(t.text, t.start, t.end, t.first, t.last, t.ner) for t in s.tokens],
            entities=[(e.start, e.end, e.type) for e in s.entities],
        )
        for s in parse.sentences
    ]


@lru_cache(maxsize=4096)
def _features(written: str) -> Mapping[str, str]:
    return dict(pair.split("=", 1) for pair in written.split("|")) if written else {}


def _unpacked(text: str, rows: list[_Row]) -> Parse:
    sentences = []
    for row in rows:
        columns = zip(row.words, row.texts, row.lemmas, row.tags, row.feats, row.relations, strict=True)
        words = tuple(
            Word(number, word, start, end, lemma, tag, _features(feats), head, relation, token)
            for number, ((start, end, head, token), word, lemma, tag, feats, relation) in enumerate(columns)
        )
        tokens = tuple(Token(number, *token) for number, token in enumerate(row.tokens))
        entities = tuple(Entity(text[start:end], start, end, kind) for start, end, kind in row.entities)
        sentences.append(Sentence(row.start, row.end, words, tokens, entities))
    return Parse(text, tuple(sentences))
