"""Ctrl-C between two documents, never inside one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from claimx.model import Document


class Interrupts:
    """Holds Ctrl-C back while a document is being written; at all other times it interrupts at once."""

    def __init__(self) -> None:
        self._writing = False
        self._pending = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._caught)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _caught(self, number: int, frame: FrameType | None) -> None:
        if self._writing and not self._pending:  # a second one does not wait
            self._pending = True
            return
        raise KeyboardInterrupt

    def guard(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Pass documents on; whoever takes them writes each before asking for the next."""
        for document in documents:
            self._writing = True
            yield document
            self._writing = False
            if self._pending:
                raise KeyboardInterrupt
