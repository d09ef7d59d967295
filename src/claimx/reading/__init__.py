"""Reading: bytes, pages and records into articles with their lines sorted into sections. No linguistics here."""

from claimx.reading.publication import publication_date
from claimx.reading.reader import INPUT_FORMATS, InputFormat, Reader, Result
from claimx.reading.sections import segment
from claimx.reading.sources import SUFFIXES, sources

__all__ = ["INPUT_FORMATS", "SUFFIXES", "InputFormat", "Reader", "Result", "publication_date", "segment", "sources"]
