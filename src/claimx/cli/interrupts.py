"""Ctrl-C, and a request to end, between two documents, never inside one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from claimx.model import Document


class Ended(KeyboardInterrupt):
    """A request to end from outside (SIGTERM: ``kill``, ``timeout``, a shutdown), treated as Ctrl-C is."""


class Interrupts:
    """Holds Ctrl-C and SIGTERM back while a document is being written; at all other times they interrupt at once."""

    def __init__(self) -> None:
        self._writing = False
        self._pending: type[KeyboardInterrupt] | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._caught) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _caught(self, number: int, frame: FrameType | None) -> None:
        first = self._pending is None
        # Kept as well as raised: Python drops what is raised in a callback, such as those of the import system.
        self._pending = Ended if number == signal.SIGTERM else KeyboardInterrupt
        if not (self._writing and first):  # a second one does not wait
            raise self._pending

    def guard(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Pass documents on; whoever takes them writes each before asking for the next."""
        for document in documents:
            if self._pending is None:
                self._writing = True
                yield document
                self._writing = False
            if self._pending is not None:
                raise self._pending
