"""Places on the map: which of those that the index has lie in a box, or near a point."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_EARTH_KILOMETRES = 6_371.0


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees. A box whose west is east of its east goes over the 180th meridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Circle:
    """Degrees, and kilometres."""

    latitude: float
    longitude: float
    kilometres: float


class Points:
    """The distinct points of an index: some tens of thousands, as places that are often in the news are few."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = np.array(list(terms), dtype=object)
        degrees = np.array([[float(part) for part in term.split(",")] for term in self._terms]).reshape(-1, 2)
        self._latitude, self._longitude = degrees[:, 0], degrees[:, 1]

    def within(self, box: Box) -> list[str]:
        """The terms of those in a box, its edges included."""
        if box.west <= box.east:
            inside = (self._longitude >= box.west) & (self._longitude <= box.east)
        else:
            inside = (self._longitude >= box.west) | (self._longitude <= box.east)
        inside &= (self._latitude >= box.south) & (self._latitude <= box.north)
        return list(self._terms[inside])

    def near(self, circle: Circle) -> list[str]:
        """The terms of those in a circle, by the great-circle distance."""
        latitude, longitude = np.radians(self._latitude), np.radians(self._longitude)
        here, there = np.radians(circle.latitude), np.radians(circle.longitude)
        half = np.sin((latitude - here) / 2) ** 2
        half += np.cos(latitude) * np.cos(here) * np.sin((longitude - there) / 2) ** 2
        kilometres = 2 * _EARTH_KILOMETRES * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        return list(self._terms[kilometres <= circle.kilometres])
