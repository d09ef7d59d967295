"""Places: found by gazetteer, context and named-entity recogniser together, resolved against each other."""

from claimx.places.demonyms import countries_of_demonyms
from claimx.places.finder import PlaceFinder
from claimx.places.focus import focus

__all__ = ["PlaceFinder", "countries_of_demonyms", "focus"]
