"""A date that is exactly as precise as what was printed: a year, a month, a day, a minute or a second."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Precision = Literal["year", "month", "day", "minute", "second"]

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[Tt ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"(?P<zone>[Zz]|[+-]\d{2}:\d{2})?)?)?)?",
    re.ASCII,
)

# The same for schemas, and stricter: a time has its zone. A day that does not exist is nothing that a pattern can tell.
PATTERN = r"^\d{4}(-\d{2}(-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2}))?)?)?$"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with its precision.

    `value` is `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYY-MM-DDTHH:MMZ` or `YYYY-MM-DDTHH:MM:SSZ`.
    `earliest` and `latest` are the first and the last second that the value covers, aware, in UTC.
    """

    value: str
    precision: Precision
    earliest: datetime
    latest: datetime

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read RFC 3339 in any of five precisions; ValueError with a plain sentence for anything else."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError("is not a date: use YYYY, YYYY-MM, YYYY-MM-DD or a date-time such as 2023-10-04T08:15:00Z")
        if match["hour"] and not match["zone"]:
            raise ValueError("is a date-time without a time zone: add Z or an offset such as +02:00")
        if not match["month"]:
            return cls.of(int(match["year"]))
        if not match["hour"]:
            return cls.of(int(match["year"]), int(match["month"]), int(match["day"]) if match["day"] else None)
        try:
            moment = datetime.fromisoformat(text.upper().replace(" ", "T")).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError("is a date-time that does not exist") from None
        return cls.at(moment, "second" if match["second"] else "minute")

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> "PartialDate":
        """A year, a month or a day of the calendar; ValueError if there is no such day."""
        try:
            first = datetime(year, 1 if month is None else month, 1 if day is None else day, tzinfo=UTC)
        except ValueError:
            raise ValueError("is a date that does not exist") from None
        if month is None:
            return cls(f"{year:04}", "year", first, datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC))
        if day is None:
            days = calendar.monthrange(year, month)[1]
            return cls(f"{year:04}-{month:02}", "month", first, datetime(year, month, days, 23, 59, 59, tzinfo=UTC))
        return cls(f"{year:04}-{month:02}-{day:02}", "day", first, first.replace(hour=23, minute=59, second=59))

    @classmethod
    def at(cls, moment: datetime, precision: Literal["minute", "second"] = "second") -> "PartialDate":
        """A moment (aware) that is known to the minute or to the second."""
        moment = moment.astimezone(UTC).replace(microsecond=0)
        if precision == "minute":
            moment = moment.replace(second=0)
            return cls(f"{moment.year:04}-{moment:%m-%dT%H:%MZ}", precision, moment, moment.replace(second=59))
        return cls(f"{moment.year:04}-{moment:%m-%dT%H:%M:%SZ}", precision, moment, moment)
