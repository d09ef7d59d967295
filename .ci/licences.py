"""The table of licences in ``src/claimx/resources/LICENCES.md``, from what the installed packages say of themselves.

python .ci/licences.py            # write the table anew; run it where '.[dev]' is installed
python .ci/licences.py --check    # exit code 1 where a package that is installed has no row
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parent.parent / "src" / "claimx" / "resources" / "LICENCES.md"
# What needs a package, the least first: claimx itself, its extras, its development.
PARTS = ("", "html", "bidi", "training", "dev")
HEAD = "| package | licence | needed by |\n|---|---|---|\n"
LONGEST = 60


def needs() -> dict[str, str]:
    """Packages that are installed for claimx, each with the first part of :data:`PARTS` that needs it."""
    found: dict[str, str] = {}
    for part in PARTS:
        waiting = [("claimx", frozenset([part]))]
        seen: set[tuple[str, frozenset[str]]] = set()
        while waiting:
            name, extras = waiting.pop()
            if (name, extras) in seen:
                continue
            seen.add((name, extras))
            try:
                requires = distribution(name).requires or []
            except PackageNotFoundError:
                continue
            if name != "claimx":
                found.setdefault(name, part or "claimx")
            for text in requires:
                wanted = Requirement(text)
                marker = wanted.marker
                if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
                    waiting.append((canonicalize_name(wanted.name), frozenset(wanted.extras) or frozenset([""])))
    return found


def licence(found: Distribution) -> str:
    """What a package says: its SPDX expression, else its classifiers, else its own words."""
    meta = found.metadata
    if expression := meta.get("License-Expression"):
        return str(expression)
    classes = [c.rpartition(" :: ")[2] for c in meta.get_all("Classifier") or () if c.startswith("License :: ")]
    if classes:
        return "; ".join(classes)
    words = " ".join(str(meta.get("License") or "").split())
    if words and len(words) <= LONGEST:
        return words
    return "NVIDIA's own" if "cuda" in found.name else "see the package"


def rows() -> dict[str, str]:
    """A row for each package, by name."""
    return {
        name: f"| {name} | {licence(distribution(name)).replace('|', '/')} | {part} |"
        for name, part in sorted(needs().items())
    }


def main() -> int:
    page = PAGE.read_text(encoding="utf-8")
    before, mark, _ = page.partition(HEAD)
    assert mark, f"{PAGE}: no table"
    if "--check" in sys.argv[1:]:
        there = set(re.findall(r"^\| ([a-z0-9-]+) \|", page, re.M))
        missing = sorted(set(needs()) - there)
        for name in missing:
            print(f"{PAGE.name}: no row for {name} (run python .ci/licences.py)")
        return bool(missing)
    PAGE.write_text(before + HEAD + "\n".join(rows().values()) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
