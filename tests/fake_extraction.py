"""An extractor without models: documents of the right shape at once, for tests of everything around it.

Run as a script it is ``claimx`` with that extractor: ``python tests/fake_extraction.py extract …``.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import documents as made
from claimx.errors import ArticleError, ModelError
from claimx.model import Article, Document

CALLS: list[dict[str, Any]] = []


class Extractor:
    """Finds a claim by the first word of every article, said in its second."""

    linguist = None

    def __init__(self, **options: Any) -> None:
        CALLS.append(options)
        if options.get("models") is not None:
            raise ModelError("no such models folder", source=str(options["models"]), mend="give another folder")
        self.least = options.get("min_confidence") or 0.0

    def prepare(self) -> None: ...

    def documents(
        self, articles: Iterable[Article], on_error: Callable[[ArticleError], object] | None = None
    ) -> Iterator[Document]:
        for article in articles:
            time.sleep(float(os.environ.get("FAKE_SECONDS", "0")) + 2 * ("بطيء" in article.text))
            if "يقتل" in article.text:  # kills the process, as a system without memory does
                os.kill(os.getpid(), signal.SIGKILL)
            yield self.document(article)

    def document(self, article: Article) -> Document:
        doc = made.document(
            article.text, id=article.id, source=article.source, title=article.title, date=article.date,
            date_from=article.date_from,
        )  # fmt: skip
        words = article.text.split()
        if len(words) > 2 and self.least <= 0.9:
            who = made.speaker(doc, words[1], mentions=[made.find(article.text, words[1])])
            made.claim(doc, article.text, who, words[2], cue=words[0], mention=words[1])
        return doc


def install() -> None:
    """Put the extractor in the place of the real one."""
    module = types.ModuleType("claimx.extraction")
    vars(module).update(Extractor=Extractor, PRECISION=0.75, RECALL=0.0)
    sys.modules["claimx.extraction"] = module


if __name__ in ("__main__", "__mp_main__"):  # the latter in the processes of --jobs
    install()
if __name__ == "__main__":
    from claimx.cli import main

    main()
