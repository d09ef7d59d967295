"""Adjectives of nationality: no places, but they tell of whom one speaks."""

from __future__ import annotations

from claimx.places.keys import clitics, words
from claimx.places.lexicon import lexicon

__all__ = ["countries_of_demonyms"]


def countries_of_demonyms(text: str) -> list[str]:
    """The ISO codes of the nationalities a text names, in order, each time they are named.

    >>> countries_of_demonyms("وزير الخارجية الروسي ونظيره التركي")
    ['RU', 'TR']
    """
    entries = lexicon()
    table = entries.nationalities
    found = words(text)
    out: list[str] = []
    skip = -1
    for number, word in enumerate(found):
        if number == skip:
            continue
        info = entries.word(word.key)
        code = info.nationality
        if info.compound and number + 1 < len(found) and found[number + 1].joined:
            pairs = (f"{reading.key} {found[number + 1].key}" for reading in clitics(word.key))
            pair = next((pair for pair in pairs if pair in table), None)
            if pair is not None:
                code, skip = table[pair], number + 1
        if code:
            out.append(code)
    return out
