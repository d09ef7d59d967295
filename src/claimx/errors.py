"""The errors that a user meets: one line each, naming the file and the mend.

Every error raised on purpose is a :class:`ClaimxError`; the command line prints its text alone and exits with
``exit_code``. Anything else is a defect of claimx.
"""

from __future__ import annotations


class ClaimxError(Exception):
    """Base of all errors that claimx raises on purpose.

    Args:
        message: What is wrong, in one line.
        source: The file, record or option concerned; printed in front of the message.
        mend: What the user can do about it; printed behind the message.
    """

    exit_code = 1

    def __init__(self, message: str, *, source: str | None = None, mend: str | None = None) -> None:
        self.message = message
        self.source = source
        self.mend = mend
        parts = [f"{source}: " if source else "", message, f" ({mend})" if mend else ""]
        super().__init__(" ".join("".join(parts).split()))


class InputError(ClaimxError):
    """An article or document that cannot be read; the run goes on without it (exit 1)."""


class ArticleError(ClaimxError):
    """An article that claimx stumbled over while extracting: a defect, but none that ends a run (exit 1)."""


class DocumentError(ClaimxError):
    """A document that does not fit the schema (exit 1)."""


class ConfigError(ClaimxError):
    """A configuration, lexicon or option that is wrong (exit 2)."""

    exit_code = 2


class ModelError(ClaimxError):
    """Model files that are missing, damaged or foreign (exit 2)."""

    exit_code = 2


class OutputError(ClaimxError):
    """Output that cannot be written (exit 1)."""
