"""``--jobs``: the same documents in the same order, made in several processes."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future

    from claimx.errors import ArticleError
    from claimx.model import Article, Document

# Articles handed over at once, and what may wait for each process: memory stays flat however many articles there are.
CHUNK = 16
WAITING = 2

_extractor: Any = None


def _nothing() -> None: ...


def documents(
    articles: Iterable[Article],
    *,
    config: Path | None,
    models: Path | None,
    min_confidence: float | None,
    jobs: int,
    loaded: Callable[[], None] = _nothing,
    failed: Callable[[ArticleError], object] | None = None,
) -> Iterator[Document]:
    """Documents of the articles, in order.

    Args:
        articles: Read lazily.
        config: A folder with the user's own lexicons.
        models: A folder of Stanza models.
        min_confidence: Claims below this are left out; None leaves it to the models.
        jobs: Processes; with one, everything stays in this process.
        loaded: Called when the models are there and the work begins.
        failed: Called with each article that extraction breaks down on; None ends the run there.

    Raises:
        ClaimxError: A process was ended from outside.
    """
    from claimx.errors import ArticleError, ClaimxError
    from claimx.extraction import Extractor

    # Wrong lexicons are found out here, before any process starts.
    extractor = Extractor(config=config, models=models, min_confidence=min_confidence)
    queue = iter(articles)
    first = next(queue, None)
    if first is None:  # nothing to read: no models needed
        return
    queue = chain([first], queue)
    if jobs <= 1:
        _ = extractor.linguist  # reads the models
        loaded()
        yield from extractor.documents(queue, failed)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # Forked processes would inherit torch's threads in an unknown state; spawned ones begin clean.
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(config, models, min_confidence, max(1, (os.cpu_count() or 1) // jobs)),
    )
    waiting: deque[Future[list[Document | ArticleError]]] = deque()
    try:
        while True:
            while len(waiting) < jobs * WAITING and (chunk := list(islice(queue, CHUNK))):
                waiting.append(pool.submit(_work, chunk, failed is not None))
            if not waiting:
                return
            done = waiting.popleft().result()
            loaded()
            loaded = _nothing
            for item in done:
                if not isinstance(item, ArticleError):
                    yield item
                elif failed is not None:
                    failed(item)
    except BrokenProcessPool as error:
        message = "a process of --jobs was ended from outside, perhaps for want of memory"
        raise ClaimxError(message, mend="give fewer --jobs; --resume goes on") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(config: Path | None, models: Path | None, min_confidence: float | None, threads: int) -> None:
    import signal
    import threading

    # Ctrl-C is for the parent, which ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Read by torch when it is imported, which has not happened in a process that has just begun.
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    from claimx.extraction import Extractor

    global _extractor
    _extractor = Extractor(config=config, models=models, min_confidence=min_confidence)


def _end_with_parent() -> None:
    """Wait for the parent's end: one that is killed cannot tell its processes, which would wait for work for ever."""
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(articles: list[Article], go_on: bool) -> list[Document | ArticleError]:
    made: list[Document | ArticleError] = []
    for document in _extractor.documents(articles, made.append if go_on else None):
        made.append(document)  # noqa: PERF402  failures stand among the documents, in the order of the articles
    return made
