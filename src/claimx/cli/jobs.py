"""``--jobs``: the same documents, made in several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future

    from claimx.errors import ArticleError
    from claimx.model import Article, Document

# Articles handed over at once, by number and by length: enough to fill the models' batches, few enough that nobody
# waits long for the others of a slow one.
CHUNK = 16
CHARACTERS = 60_000
# Chunks that may wait for each process, and that may be done and wait for their turn: memory stays flat however many
# articles there are, and all but the slow one's process go on for a while.
WAITING = 2
DONE = 32

_extractor: Any = None


def _nothing() -> None: ...


def documents(
    articles: Iterable[Article],
    *,
    config: Path | None,
    models: Path | None,
    min_confidence: float | None,
    jobs: int,
    cache: Path | None = None,
    loaded: Callable[[], None] = _nothing,
    failed: Callable[[ArticleError], object] | None = None,
    ordered: bool = True,
) -> Iterator[Document]:
    """Documents of the articles.

    Args:
        articles: Read lazily.
        config: A folder with the user's own lexicons.
        models: A folder of Stanza models.
        min_confidence: Claims below this are left out; None leaves it to the models.
        jobs: Processes; with one, everything stays in this process; 0: one a core.
        cache: A folder in which parses are kept.
        loaded: Called when the models are there and the work begins.
        failed: Called with each article that extraction breaks down on; None ends the run there.
        ordered: In the articles' order; else as they are ready, so that none waits for another.

    Raises:
        ClaimxError: A process was ended from outside.
    """
    from claimx.errors import ArticleError, ClaimxError
    from claimx.extraction import Extractor

    # Wrong lexicons are found out here, before any process starts.
    extractor = Extractor(config=config, models=models, min_confidence=min_confidence, cache=cache)
    jobs = jobs or _cores()
    queue = iter(articles)
    first = next(queue, None)
    if first is None:  # nothing to read: no models needed
        return
    queue = chain([first], queue)
    if jobs <= 1:
        extractor.prepare()
        loaded()
        yield from extractor.documents(queue, failed)
        return
    from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # Forked processes would inherit torch's threads in an unknown state; spawned ones begin clean.
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(config, models, min_confidence, cache, max(1, _cores() // jobs)),
    )
    chunks = _chunks(queue)
    running: dict[Future[list[Document | ArticleError]], int] = {}
    done: dict[int, list[Document | ArticleError]] = {}
    begun = turn = 0
    try:
        while True:
            while len(running) < jobs * WAITING and len(running) + len(done) < jobs * DONE:
                chunk = next(chunks, None)
                if chunk is None:
                    break
                running[pool.submit(_work, chunk, failed is not None)] = begun
                begun += 1
            if not running and not done:
                return
            if turn not in done:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    done[running.pop(future)] = future.result()
                loaded()
                loaded = _nothing
            if not ordered:
                turn = min(done)
            if turn not in done:
                continue
            for item in done.pop(turn):
                if not isinstance(item, ArticleError):
                    yield item
                elif failed is not None:
                    failed(item)
            turn += 1
    except BrokenProcessPool as error:
        message = "a process of --jobs was ended from outside, perhaps for want of memory"
        raise ClaimxError(message, mend="give fewer --jobs; --resume goes on") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    size = 0
    for article in articles:
        if chunk and size + len(article.text) > CHARACTERS:
            yield chunk
            chunk, size = [], 0
        chunk.append(article)
        size += len(article.text)
        if len(chunk) == CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _begin(
    config: Path | None, models: Path | None, min_confidence: float | None, cache: Path | None, threads: int
) -> None:
    import signal
    import threading

    # Ctrl-C is for the parent, which ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Read by numpy and torch when they are imported, which has not happened in a process that has just begun.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, str(threads))
    from claimx.extraction import Extractor

    global _extractor
    _extractor = Extractor(config=config, models=models, min_confidence=min_confidence, cache=cache)


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
