"""The gazetteer of the wheel: names to places, read once and only when asked for."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from claimx.model.document import PlaceKind

__all__ = ["ARAB", "GAZETTEER", "Entry", "Gazetteer", "shipped"]

GAZETTEER = Path(__file__).resolve().parent.parent / "resources" / "gazetteer" / "places.tsv.gz"

ARAB = frozenset(
    [
        "AE", "BH", "DJ", "DZ", "EG", "EH", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS",
        "QA", "SA", "SD", "SO", "SY", "TN", "YE",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the world.

    ``country`` is ISO 3166-1 alpha-2, None where it lies in several or none. ``population`` is 0 where unknown; for a
    region it is half of what its cities hold, so that a city outweighs the region named after it. ``kept`` marks the
    entries of ``config/places.yaml``.
    """

    name: str
    kind: PlaceKind
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    population: int
    kept: bool = False


class Gazetteer:
    """Keys to places; the lines of places are taken apart only when they are looked up."""

    def __init__(self, text: str) -> None:
        index, _, rows = text.partition("\n\n")
        self._index: dict[str, str] = dict(line.split("\t") for line in index.split("\n"))
        self._rows = rows.rstrip("\n").split("\n")
        self._parsed: dict[int, Entry] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._index

    def __len__(self) -> int:
        return len(self._rows)

    def keys(self) -> list[str]:
        """Every key, sorted."""
        return list(self._index)

    def get(self, key: str) -> tuple[Entry, ...]:
        """The places of that name, most populous first."""
        numbers = self._index.get(key)
        return tuple(self._entry(int(number)) for number in numbers.split(",")) if numbers else ()

    def leading(self, kinds: tuple[str, ...]) -> Iterator[Entry]:
        """The entries at the head of the file as long as they are of these kinds."""
        for number in range(len(self._rows)):
            entry = self._entry(number)
            if entry.kind not in kinds:
                return
            yield entry

    def _entry(self, number: int) -> Entry:
        entry = self._parsed.get(number)
        if entry is None:
            name, kind, country, latitude, longitude, identity, population = self._rows[number].split("\t")
            entry = self._parsed[number] = Entry(
                name,
                kind,  # type: ignore[arg-type]
                country or None,
                float(latitude) if latitude else None,
                float(longitude) if longitude else None,
                int(identity) if identity else None,
                int(population),
            )
        return entry


@lru_cache(maxsize=1)
def shipped() -> Gazetteer:
    """The gazetteer of the wheel.

    Raises:
        FileNotFoundError: The installation is damaged.
    """
    return Gazetteer(gzip.decompress(GAZETTEER.read_bytes()).decode())
