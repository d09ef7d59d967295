"""Writing: documents out in every format, files written whole or not at all, and documents read back and checked."""

from claimx.writing.back import read_documents
from claimx.writing.checks import faults
from claimx.writing.csv_out import COLUMNS
from claimx.writing.formats import FORMATS, SUFFIXES, Format, dumps, write
from claimx.writing.output import AtomicFile, DocumentFolder, refuse_input, safe_name

__all__ = [
    "COLUMNS",
    "FORMATS",
    "SUFFIXES",
    "AtomicFile",
    "DocumentFolder",
    "Format",
    "dumps",
    "faults",
    "read_documents",
    "refuse_input",
    "safe_name",
    "write",
]
