"""From articles to documents: the one place where the rooms meet.

:class:`Extractor` loads models and lexicons once and turns any number of articles into documents, a batch at a time,
so that memory does not grow with the number of articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from claimx import __version__
from claimx.attribution import Attributor
from claimx.dates import DateFinder
from claimx.errors import ArticleError, OutputError
from claimx.lexicon import config_hash
from claimx.model import SCHEMA, Article, ArticleInfo, Document, Provenance
from claimx.places import PlaceFinder, focus

if TYPE_CHECKING:
    from claimx.linguistics.cache import ParseCache
    from claimx.linguistics.parse import Parse
    from claimx.linguistics.pipeline import Linguist

BATCH = 32
CHARACTERS = 100_000
"""Articles parsed at once, by number and by length: enough to fill the models' batches, few enough to keep memory
flat."""

PRECISION = 0.75
RECALL = 0.0
"""Least confidence under the presets ``--precision`` and ``--recall``."""


class Extractor:
    """Turns articles into documents.

    Args:
        config: A folder with the user's own lexicons, layered over the shipped ones.
        models: A folder of Stanza models; None for those that ship with claimx.
        min_confidence: Claims below this are left out; None takes the level that scored best in cross-validation.
        batch: Articles parsed at once.
        cache: A folder in which parses are kept: articles that were parsed before, with the same models, are not
            parsed again, whatever has become of the lexicons.

    Raises:
        ConfigError: A lexicon is wrong.
        ModelError: The models are missing or damaged.
        OutputError: The cache cannot be used.
    """

    def __init__(
        self,
        *,
        config: Path | None = None,
        models: Path | None = None,
        min_confidence: float | None = None,
        batch: int = BATCH,
        cache: Path | None = None,
    ) -> None:
        self.batch = batch
        self._models = models
        self._linguist: Linguist | None = None
        self._provenance: dict[str, str] | None = None
        self._cache: ParseCache | None = None
        if cache is not None:
            from claimx.linguistics.cache import ParseCache, fingerprint
            from claimx.linguistics.models import find_models

            self._cache = ParseCache(cache, fingerprint(find_models(models), config))
        self.attributor = Attributor(config)
        self.min_confidence = self.attributor.least if min_confidence is None else min_confidence
        self.dates = DateFinder(config)
        self.places = PlaceFinder(config)
        self._config_hash = config_hash(config)

    @property
    def linguist(self) -> Linguist:
        """The Stanza pipeline, loaded when first used."""
        if self._linguist is None:
            from claimx.linguistics.pipeline import Linguist

            self._linguist = Linguist(self._models)
        return self._linguist

    @property
    def provenance(self) -> dict[str, str]:
        """The models by name and version; they need not be loaded for it."""
        if self._provenance is None:
            from claimx.linguistics.models import find_models

            self._provenance = find_models(self._models).provenance()
        return self._provenance

    def prepare(self) -> None:
        """Load what every article needs: with a cache, the models wait for one that is not in it."""
        if self._cache is None:
            _ = self.linguist

    def documents(
        self, articles: Iterable[Article], on_error: Callable[[ArticleError], object] | None = None
    ) -> Iterator[Document]:
        """Documents of the articles, in order, a batch at a time.

        Args:
            articles: Any number of articles; read lazily.
            on_error: Told of each article that extraction breaks down on, which then has no document, while the others
                have theirs; None lets the exception out.

        Yields:
            One document per article.

        Raises:
            ModelError: The models are missing or damaged.
        """
        for batch in _batches(articles, self.batch):
            self.prepare()  # models that cannot be loaded are no article's fault
            for article, parse in self._parsed(batch, on_error):
                try:
                    document = self.assemble(article, parse)
                except Exception as error:
                    if on_error is None:
                        raise
                    on_error(_defect(article, error))
                    continue
                yield document

    def _parsed(
        self, batch: list[Article], on_error: Callable[[ArticleError], object] | None
    ) -> Iterator[tuple[Article, Parse]]:
        """Articles with their parses; those that break the models are told of and left out."""
        try:
            parses = self.parse(batch)
        except Exception as error:
            if on_error is None or isinstance(error, OutputError):
                raise
            if len(batch) == 1:
                on_error(_defect(batch[0], error))
                return
            # One of them it is: each by itself, so that the others do not suffer for it.
            for article in batch:
                yield from self._parsed([article], on_error)
            return
        yield from zip(batch, parses, strict=True)

    def document(self, article: Article) -> Document:
        """The document of one article."""
        return next(self.documents([article]))

    def parse(self, articles: Sequence[Article]) -> list[Parse]:
        """The linguistic analysis of articles, all in one go; boilerplate lines are left out."""
        texts = [(a.text, [(s.start, s.end) for s in a.segments if s.section != "boilerplate"]) for a in articles]
        cache = self._cache
        if cache is None:
            return self.linguist.parse(texts)
        keys = [cache.key(text, segments) for text, segments in texts]
        found = [cache.get(key, text) for key, (text, _) in zip(keys, texts, strict=True)]
        missing = [i for i, parse in enumerate(found) if parse is None]
        if missing:
            made = self.linguist.parse([texts[i] for i in missing])
            cache.put((keys[i], parse) for i, parse in zip(missing, made, strict=True))
            for i, parse in zip(missing, made, strict=True):
                found[i] = parse
        return [parse for parse in found if parse is not None]

    def assemble(self, article: Article, parse: Parse) -> Document:
        """Everything after parsing: dates, places, claims and speakers of one article."""
        if article.date is None:
            found = self.dates.publication_date(article)
            if found is not None:
                article = msgspec.structs.replace(article, date=found[0], date_from=found[1])
        dates = self.dates.find(article, parse)
        places = self.places.find(article, parse)
        claims, speakers = self.attributor.attribute(article, parse, dates, places, min_confidence=self.min_confidence)
        text = article.text
        return Document(
            schema=SCHEMA,
            article=ArticleInfo(
                id=article.id, source=article.source, title=article.title, date=article.date,
                date_from=article.date_from, language="ar", focus=focus(article, places), characters=len(text),
                sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            ),
            claims=claims,
            speakers=speakers,
            dates=dates,
            places=places,
            provenance=Provenance(
                claimx=__version__, stanza=version("stanza"),
                models={**self.provenance, **self.attributor.versions}, config=self._config_hash,
            ),
        )  # fmt: skip


def _defect(article: Article, error: Exception) -> ArticleError:
    """What went wrong with an article, in one line that names it; the exception is its cause."""
    named = article.source if Path(article.source).stem == article.id else f"{article.source}: {article.id}"
    reason = " ".join(str(error).split())[:200]
    made = ArticleError(
        f"internal error: {type(error).__name__}: {reason}",
        source=named,
        mend="run again with --debug and report it, please",
    )
    made.__cause__ = error
    return made


def _batches(articles: Iterable[Article], most: int) -> Iterator[list[Article]]:
    """Articles by the handful; what comes next is not read before the handful is done with."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if len(batch) >= most or size >= CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
