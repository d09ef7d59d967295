"""claimx: who said what, when and where, in Arabic news.

Importing this package is cheap: models and torch are loaded when something is extracted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimx.extraction import Extractor as Extractor
    from claimx.model import Article as Article
    from claimx.model import Document as Document

__version__ = "0.1.0"
__all__ = ["Article", "Document", "Extractor", "__version__", "extract"]

_EXTRACTORS: dict[tuple[str | None, str | None], Extractor] = {}


def extract(
    text: str,
    *,
    date: str | None = None,
    id: str = "-",
    title: str | None = None,
    config: str | Path | None = None,
    models: str | Path | None = None,
) -> Document:
    """Claims, dates and places of one Arabic article.

    Args:
        text: The article, headline first, as a reader would save it.
        date: Publication date, ISO 8601; None where unknown.
        id: What the document calls the article.
        title: The headline, where it is no part of the text.
        config: A folder with your own lexicons.
        models: A folder of Stanza models; None for those that ship with claimx.

    Returns:
        The document; offsets in it are code points of ``text``.

    Raises:
        InputError: The text or the date cannot be used.
        ConfigError, ModelError: Lexicons or models are wrong.

    Models are kept for the next call; use :class:`Extractor` for many articles.
    """
    from claimx.extraction import Extractor
    from claimx.reading import Reader

    folder = Path(config) if config is not None else None
    key = (str(folder) if folder else None, str(models) if models is not None else None)
    if key not in _EXTRACTORS:
        _EXTRACTORS[key] = Extractor(config=folder, models=Path(models) if models is not None else None)
    article = Reader(folder).read_text(text, id=id, title=title, date=date)
    return _EXTRACTORS[key].document(article)


def __getattr__(name: str) -> Any:
    if name == "Extractor":
        from claimx.extraction import Extractor

        return Extractor
    if name in ("Article", "Document"):
        import claimx.model

        return getattr(claimx.model, name)
    raise AttributeError(f"module 'claimx' has no attribute {name!r}")
