"""What the tests share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimx.extraction import Extractor
from claimx.model import Article, Document
from claimx.reading import Reader


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """One extractor for the whole run: loading the models takes seconds."""
    return Extractor()


@pytest.fixture(scope="session")
def read() -> Callable[..., Article]:
    """Text to article."""
    return Reader().read_text


@pytest.fixture(scope="session")
def extract(extractor: Extractor, read: Callable[..., Article]) -> Callable[..., Document]:
    """Text to document."""

    def run(text: str, **known: str) -> Document:
        return extractor.document(read(text, **known))

    return run
