"""What a date as it is worded means, counted from the day of publication."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from services.enrich.dating.beside import SURELY_PAST
from services.enrich.dating.date_words import Unit
from shared.dates import PartialDate

# Newspapers leave out the year of what is near. What is less than this ahead is next, rather than nearly a year ago,
# and a day that is less than this ago is no day of next year.
SOON = timedelta(days=60)
_LIKELY_YEARS = 2
# So long after its end newspapers still call a quarter "the third"; longer after it, if they speak of the past.
_STILL, _PAST = timedelta(days=150), timedelta(days=300)
_SATURDAY = 5
# A weekday with the day of the month is found within so many days.
_NEAR = 45

Interval = tuple[PartialDate, PartialDate]


@dataclass(frozen=True, slots=True)
class Wording:
    """A date as it is worded: what is printed of year, month, day and weekday, or so many units from now.

    A `shift` of null is the nearest weekend; beside a `month`, the `unit` is that of its year: "March last year".
    `months` is how many there are from `month` on: a quarter has three. `nth` is which such weekday of its month it is;
    the last is -1. `direction` is -1 for "last", 1 for "next";
    `ahead` is "until", "by". `until` is the other end of an interval. `vague` is what can't be resolved, whenever it
    was published: "about two years ago". Two are equal if they mean the same.
    """

    start: int = field(compare=False)
    end: int = field(compare=False)
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    unit: Unit | None = None
    shift: int | None = 0
    direction: int = 0
    ahead: bool = False
    vague: bool = False
    months: int = 1
    nth: int = 0
    until: "Wording | None" = None

    @property
    def is_said(self) -> bool:
        """Whether something is said of the year."""
        return self.year is not None or self.unit == "year" or self.direction != 0

    @property
    def absolute(self) -> bool:
        """Whether it means the same whenever it was published."""
        return self.year is not None and (self.until is None or self.until.absolute)


@lru_cache(4096)
def resolve(wording: Wording, today: date | None, tense: int) -> Interval | None:
    """The first and the last date meant, seen from `today`; `tense` is below 0 in the past, 1 in the future, else 0.

    None if it does not tell; ValueError or OverflowError if there is no such date.
    """
    if wording.vague:
        return None
    if wording.until is not None:
        return _interval(wording, today, tense)
    if wording.nth:
        month = resolve(replace(wording, weekday=None, nth=0), today, tense)
        return _nth(month[0], wording) if month else None
    if wording.unit == "year" and wording.month is not None:
        # "In March last year".
        year = today.year + (wording.shift or 0) if today else None
        return resolve(replace(wording, year=year, unit=None), today, tense) if year else None
    if wording.months > 1:
        return _part(wording, today, tense)
    if wording.year is not None:
        return _single(PartialDate.of(wording.year, wording.month, wording.day))
    if today is None:
        return None
    if wording.unit is not None:
        if wording.shift is None and tense == 0:
            # "The buses run at the weekend": at any.
            return None
        shift = _nearest(today, tense) if wording.shift is None else wording.shift
        return _counted(wording.unit, shift, today, is_next=wording.shift is not None)
    if wording.month is not None:
        return _without_year(wording, today, tense)
    if wording.weekday is not None:
        return _weekday(wording, today, tense)
    return None


def _interval(wording: Wording, today: date | None, tense: int) -> Interval | None:
    first, until = resolve(replace(wording, until=None), today, tense), wording.until
    last = resolve(until, today, tense) if until else None
    if first is None or last is None or until is None:
        return None
    if last[1].latest < first[0].earliest and until.weekday is not None and until.month is None:
        # "From Saturday to Monday" may begin in one week and end in the next.
        start = first[0].earliest.date()
        last = _of(start + timedelta(days=(until.weekday - start.weekday()) % 7))
    if last[1].latest < first[0].earliest or last[1].precision != first[0].precision:
        return None
    return first[0], last[1]


def _single(value: PartialDate) -> Interval:
    return value, value


def _of(day: date) -> Interval:
    return _single(PartialDate.of(day.year, day.month, day.day))


def _nearest(today: date, tense: int) -> int:
    """How many weeks away the weekend is that is simply "the weekend", in the past or to come."""
    return -1 if tense < 0 and today.weekday() < _SATURDAY else 0


def _counted(unit: Unit, shift: int, today: date, *, is_next: bool = False) -> Interval:
    """So many units from today; what is counted in months is known to the month, and so on.

    At a weekend, the coming one `is_next`: that of the next week.
    """
    if unit == "day":
        return _of(today + timedelta(days=shift))
    if unit == "month":
        month = today.year * 12 + today.month - 1 + shift
        return _single(PartialDate.of(month // 12, month % 12 + 1))
    if unit == "year":
        return _single(PartialDate.of(today.year + shift))
    if unit == "weekend" and shift == 0 and is_next and today.weekday() >= _SATURDAY:
        shift = 1
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
    first = monday if unit == "week" else monday + timedelta(days=5)
    return _of(first)[0], _of(monday + timedelta(days=6))[0]


def _part(wording: Wording, today: date | None, tense: int) -> Interval | None:
    """The months of a part of a year. Where no year is said, it is the one that ended of late or else that runs."""
    if wording.year is not None:
        return _months(wording.year, wording)
    if today is None:
        return None
    found = [_months(year, wording) for year in (today.year - 1, today.year, today.year + 1)]
    ahead = next(part for part in found if part[1].latest.date() >= today)
    ended = next(part for part in reversed(found) if part[1].latest.date() < today)
    if tense <= 0 and today - ended[1].latest.date() <= (_PAST if tense else _STILL):
        return ended
    return ahead if tense > 0 or ahead[0].earliest.date() <= today else None


def _nth(month: PartialDate, wording: Wording) -> Interval | None:
    """The first, second or last such weekday of a month; none if it has not so many."""
    first, last = month.earliest.date(), month.latest.date()
    if wording.nth < 0:
        return _of(last - timedelta(days=(last.weekday() - (wording.weekday or 0)) % 7))
    day = first + timedelta(days=((wording.weekday or 0) - first.weekday()) % 7 + 7 * (wording.nth - 1))
    return _of(day) if day <= last else None


def _months(year: int, wording: Wording) -> Interval:
    first = wording.month or 1
    return PartialDate.of(year, first), PartialDate.of(year, first + wording.months - 1)


def _without_year(wording: Wording, today: date, tense: int) -> Interval | None:
    """The nearest such day or month; in doubt that of the past, unless it is soon. "Last March" is over."""
    day = wording.day
    years = range(today.year - _LIKELY_YEARS, today.year + _LIKELY_YEARS + 1)
    found = [value for year in years if (value := _existing(year, wording.month or 1, day)) is not None]
    if wording.direction < 0:
        return next((_single(value) for value in reversed(found) if value.latest.date() < today), None)
    if wording.direction > 0:
        return next((_single(value) for value in found if value.earliest.date() > today), None)
    past = [value for value in found if value.earliest.date() <= today]
    ahead = [value for value in found if value.latest.date() >= today]
    soon = bool(ahead) and ahead[0].earliest.date() - today <= SOON
    if day is not None and past and today - past[-1].earliest.date() <= SOON:
        return _single(past[-1])
    if ahead and (tense > 0 or (soon and tense != SURELY_PAST and (day is not None or tense == 0))):
        return _single(ahead[0])
    return _single(past[-1]) if past else None


def _existing(year: int, month: int, day: int | None) -> PartialDate | None:
    try:
        return PartialDate.of(year, month, day)
    except ValueError:
        return None


def _weekday(wording: Wording, today: date, tense: int) -> Interval | None:
    weekday = wording.weekday or 0
    if wording.day is not None:
        # The one nearest to today; of two that are as near, the past one.
        near = (today + timedelta(days=sign * days) for days in range(_NEAR) for sign in (-1, 1))
        return next((_of(day) for day in near if day.day == wording.day and day.weekday() == weekday), None)
    back, on = (today.weekday() - weekday) % 7, (weekday - today.weekday()) % 7
    if wording.direction:
        return _of(today + timedelta(days=on or 7) if wording.direction > 0 else today - timedelta(days=back or 7))
    return _of(today + timedelta(days=on) if tense > 0 else today - timedelta(days=back))
