"""Reading and writing cost little to import: the command line answers at once."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("torch", "stanza", "trafilatura", "lxml", "yaml", "charset_normalizer", "csv", "tempfile", "email")


def test_heavy_modules_are_loaded_when_they_are_needed() -> None:
    code = f"import sys, claimx.reading, claimx.writing; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-S", "-c", _with_path(code)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def _with_path(code: str) -> str:
    # -S keeps what the environment loads at start (pytest plugins, editable finders) out of the count.
    return f"import sys; sys.path[:] = {sys.path!r}; {code}"
