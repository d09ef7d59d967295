"""What commands write: to stdout as it comes, to a file whole or not at all, or to a folder one by one."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimx.model import Article, Document
    from claimx.writing import DocumentFolder
    from claimx.writing.appending import AppendedLines


class Sink:
    """Where documents go.

    Args:
        form: A form of :mod:`claimx.writing`.
        output: A file; stdout by default.
        folder: A folder, one document a file.
        inputs: Files that are read, which must not be written over.
        resume: With a folder, or a file of JSON Lines: articles whose document is there already are passed over.
        bom: Begin with a byte-order mark.
    """

    def __init__(
        self,
        form: str,
        output: Path | None = None,
        folder: Path | None = None,
        inputs: Iterable[Path] = (),
        *,
        resume: bool = False,
        bom: bool = False,
    ) -> None:
        from claimx import writing

        self._form, self._output, self._inputs, self._bom = form, output, tuple(inputs), bom
        self._folder: DocumentFolder | None = None
        self._lines: AppendedLines | None = None
        self._resume = resume
        self._paths: dict[str, Path] = {}
        if output is not None and resume:
            from claimx.writing.appending import AppendedLines

            self._lines = AppendedLines(output, self._inputs, bom=bom)
        elif output is not None:
            writing.refuse_input(output, self._inputs)
        elif folder is None:
            _refuse_stdout(self._inputs)
        if folder is not None:
            self._folder = writing.DocumentFolder(folder, form, self._inputs)

    @property
    def repaired(self) -> int:
        """Bytes of a broken last line that were cut off the file that is resumed."""
        return self._lines.cut if self._lines is not None else 0

    def wanted(self, article: Article) -> bool:
        """Whether the article's document is still to be made."""
        if self._lines is not None:
            return self._lines.wanted(article)
        if self._folder is None or not self._resume:
            return True
        # The folder gives each name once, and this is the moment: the same articles get the same names in every run.
        path = self._paths[article.id] = self._folder.path(article.id)
        return not path.exists()

    def write(self, documents: Iterable[Document]) -> None:
        """Write all documents."""
        from claimx import writing

        if self._lines is not None:
            with self._lines as lines:
                lines.write(documents)
        elif self._folder is not None:
            for document in documents:
                path = self._paths.get(document.article.id)
                if path is None:
                    self._folder.write(document)
                else:
                    with writing.AtomicFile(path, self._inputs, follow=False) as stream:
                        stream.write(writing.dumps(document, self._form).encode("utf-8"))
        elif self._output is not None:
            with writing.AtomicFile(self._output, self._inputs) as stream:
                writing.write(documents, stream, self._form, bom=self._bom)
        else:
            writing.write(documents, sys.stdout.buffer, self._form, bom=self._bom)


def _refuse_stdout(inputs: Iterable[Path]) -> None:
    """Raise an :class:`OutputError` where the shell appends stdout to a file that is read: it would not end."""
    from claimx.errors import OutputError

    try:
        out = os.fstat(sys.stdout.fileno())
        same = [path for path in inputs if stat.S_ISREG(out.st_mode) and os.path.samestat(out, path.stat())]
    except (OSError, ValueError):  # not a file at all, or one input less
        return
    if same:
        raise OutputError(
            "is an input, and standard output goes there", source=str(same[0]), mend="choose another file"
        )


def write_text(text: str, output: Path | None, inputs: Iterable[str] = ()) -> None:
    """Write one text to a file, whole or not at all, or to stdout."""
    from claimx.writing import AtomicFile

    data = text.encode("utf-8")
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with AtomicFile(output, [Path(name) for name in inputs]) as stream:
        stream.write(data)
