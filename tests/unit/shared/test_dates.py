"""Dates that are as precise as what was printed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "value", "precision", "earliest", "latest"),
    [
        ("2023", "2023", "year", "2023-01-01T00:00:00+00:00", "2023-12-31T23:59:59+00:00"),
        ("2023-10", "2023-10", "month", "2023-10-01T00:00:00+00:00", "2023-10-31T23:59:59+00:00"),
        ("2024-02", "2024-02", "month", "2024-02-01T00:00:00+00:00", "2024-02-29T23:59:59+00:00"),
        ("2023-10-04", "2023-10-04", "day", "2023-10-04T00:00:00+00:00", "2023-10-04T23:59:59+00:00"),
        ("2023-10-04T08:15Z", "2023-10-04T08:15Z", "minute", "2023-10-04T08:15:00+00:00", "2023-10-04T08:15:59+00:00"),
        ("2023-10-04 08:15:30+02:00", "2023-10-04T06:15:30Z", "second", *["2023-10-04T06:15:30+00:00"] * 2),
        ("2023-10-04t08:15:30.123z", "2023-10-04T08:15:30Z", "second", *["2023-10-04T08:15:30+00:00"] * 2),
        ("0999-01-01", "0999-01-01", "day", "0999-01-01T00:00:00+00:00", "0999-01-01T23:59:59+00:00"),
    ],
)
def test_parse(text: str, value: str, precision: str, earliest: str, latest: str) -> None:
    date = PartialDate.parse(text)
    assert (date.value, date.precision) == (value, precision)
    assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not a date"),
        ("yesterday", "is not a date"),
        ("2023-1-4", "is not a date"),
        ("20231004", "is not a date"),
        ("2023-10-04\n", "is not a date"),
        ("٢٠٢٣", "is not a date"),
        ("2023-13", "does not exist"),
        ("2023-00", "does not exist"),
        ("2023-01-00", "does not exist"),
        ("2023-02-30", "does not exist"),
        ("0000", "does not exist"),
        ("2023-10-04T25:00Z", "does not exist"),
        ("0001-01-01T00:00:00+14:00", "does not exist"),
        ("2023-10-04T08:15:00", "without a time zone"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        PartialDate.parse(text)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return
    assert date.earliest <= date.latest


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001  # hypothesis adds the zone
def test_what_is_written_is_read_back(moment: datetime) -> None:
    for precision in ("minute", "second"):
        date = PartialDate.at(moment, precision)
        assert PartialDate.parse(date.value) == date
