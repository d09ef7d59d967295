"""HTML pages, through trafilatura: the article's paragraphs, its headline, date and author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claimx.errors import InputError

_TITLE_END = re.compile(r"\s+[|\-–—»:]\s+[^|\-–—»:]{1,40}$")
# What libxml2 could be made to spend its time on; no page of news comes near either.
_MAX_TAGS = 200_000
_MAX_DEPTH = 2_000


@dataclass(frozen=True)
class Page:
    """What is left of a page."""

    text: str
    title: str | None
    date: str | None
    author: str | None
    outlet: str | None
    url: str | None
    subheads: frozenset[str]


def read_page(html: str, source: str) -> Page:
    """Take the article out of a page: its headline, a blank line, then its paragraphs with blank lines between.

    Raises:
        InputError: trafilatura is not installed, or the page holds no article.
    """
    try:
        import trafilatura
        from trafilatura.settings import use_config
    except ImportError as error:
        lacks = str(error).split(".")[0]
        raise InputError(f"HTML needs trafilatura: {lacks}", source=source, mend="pip install claimx[html]") from error
    _refuse_bombs(html, source)
    config = use_config()
    for key, value in {"MIN_EXTRACTED_SIZE": "50", "MIN_OUTPUT_SIZE": "1", "EXTRACTION_TIMEOUT": "0"}.items():
        config.set("DEFAULT", key, value)
    try:
        found: Any = trafilatura.bare_extraction(
            html,
            with_metadata=False,
            include_comments=False,
            include_tables=False,
            include_formatting=False,
            deduplicate=False,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
            config=config,
        )
        metadata: Any = trafilatura.extract_metadata(
            html, date_config={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
        )
    except Exception as error:  # whatever a parser trips over in a hostile page is a bad page, no defect of ours
        message = f"cannot be read as HTML: {type(error).__name__}"
        raise InputError(message, source=source, mend="save the article's text instead") from error
    body = getattr(found, "body", None)
    paragraphs = list(_paragraphs(body)) if body is not None else []
    if not paragraphs:
        raise InputError("no article in the page", source=source, mend="save the article's text instead")
    title = _one_line(getattr(metadata, "title", None))
    if (
        title
        and paragraphs[0][0] != title
        and (shorter := _TITLE_END.sub("", title)) != title
        and shorter in (text for text, _ in paragraphs[:2])
    ):
        title = shorter  # the page's name behind the headline
    lines = [text for text, _ in paragraphs if not (title and text == title)]
    text = "\n\n".join([title, *lines] if title else lines)
    return Page(
        text=text,
        title=title,
        date=getattr(metadata, "date", None),
        author=_one_line(getattr(metadata, "author", None)),
        outlet=_one_line(getattr(metadata, "sitename", None)),
        url=_one_line(getattr(metadata, "url", None)),
        subheads=frozenset(text for text, head in paragraphs if head),
    )


def _paragraphs(body: Any) -> Iterator[tuple[str, bool]]:
    """Text of each block of trafilatura's tree, and whether it is a heading."""
    for element in body.iterchildren():
        if not isinstance(element.tag, str):
            continue
        parts = element.iterchildren() if element.tag in ("list", "div", "quote") and len(element) else (element,)
        for part in parts:
            text = _one_line("".join(part.itertext()))
            if text:
                yield text, element.tag == "head"


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _refuse_bombs(html: str, source: str) -> None:
    if html.count("<") > _MAX_TAGS:
        raise InputError(
            f"a page of more than {_MAX_TAGS:,} tags", source=source, mend="save the article's text instead"
        )
    depth = deepest = 0
    for match in re.finditer(
        r"<(/?)(?:div|span|section|article|ul|ol|li|table|tr|td|b|i|font|blockquote|p)\b", html, re.I
    ):
        depth = max(0, depth + (-1 if match[1] else 1))
        deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        raise InputError(f"tags nested {deepest:,} deep", source=source, mend="save the article's text instead")
