"""What commands write: to stdout as it comes, to a file whole or not at all, or to a folder one by one."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimx.model import Document


def write(documents: Iterable[Document], form: str, output: Path | None = None, folder: Path | None = None) -> None:
    """Write documents in a form of :mod:`claimx.writing`."""
    from claimx import writing

    if folder is not None:
        writing.write_folder(documents, folder, form)
    elif output is not None:
        with writing.atomic(output) as stream:
            writing.write(documents, stream, form)
    else:
        writing.write(documents, sys.stdout, form)


def write_text(text: str, output: Path | None) -> None:
    """Write one text to a file, or to stdout."""
    from claimx import writing

    if output is None:
        sys.stdout.write(text)
        return
    with writing.atomic(output) as stream:
        stream.write(text)
