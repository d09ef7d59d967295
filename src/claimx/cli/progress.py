"""Progress on stderr, only where somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from claimx.model import Document


class Progress:
    """Articles done, a second and left, on one line of a terminal; nothing when piped or quiet.

    Args:
        quiet: Nothing at all.
        shared: The documents go to the same terminal: the line gives way to the first of them.
    """

    def __init__(self, *, quiet: bool = False, shared: bool = False) -> None:
        self._shared = shared
        self._bar: Any = None
        self._task: Any = None
        self._began = 0.0
        if quiet or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True, highlight=False),
            transient=True,
            redirect_stdout=False,  # what goes to stdout is the payload, and stays there
        )

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def loading(self) -> None:
        """Say that the models are being read."""
        if self._bar is not None:
            self._task = self._bar.add_task("reading the models", total=None, rate="")

    def begin(self) -> None:
        """Say that the articles' turn has come: rates are counted from here."""
        import time

        self._began = time.monotonic()
        if self._bar is not None:
            self._bar.update(self._task, description="extracting")

    def count(self, documents: Iterable[Document], total: int | None) -> Iterator[Document]:
        """Pass documents on and count them."""
        if self._bar is None:
            yield from documents
            return
        import time

        for n, document in enumerate(documents, 1):
            if self._shared:
                self._bar.stop()
                yield document
                continue
            rate = f"{n / max(1e-6, time.monotonic() - self._began):.1f} articles/s"
            self._bar.update(self._task, total=total, completed=n, rate=rate)
            yield document
