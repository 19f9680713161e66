"""School years and their days, in the organisation's own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assessor_app.domain.school_year import Calendar, Day, year_words

ZONES = ("UTC", "America/Chicago", "Pacific/Auckland", "Asia/Kolkata")
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from(ZONES))
def test_every_moment_is_in_the_span_of_its_school_year_alone(moment: datetime, zone: str) -> None:
    calendar = Calendar(time_zone=zone)
    year = calendar.school_year(moment)
    first, after = calendar.year_span(year)
    assert first <= moment < after
    assert timedelta(days=364) < after - first < timedelta(days=367)
    assert calendar.year_span(year + 1)[0] == after


@given(MOMENTS, st.sampled_from(ZONES))
def test_the_removal_comes_before_the_year_ends(moment: datetime, zone: str) -> None:
    calendar = Calendar(time_zone=zone)
    year = calendar.school_year(moment)
    first, after = calendar.year_span(year)
    assert first < calendar.removal_moment(year) <= after


def test_what_is_earned_on_the_day_itself_counts() -> None:
    calendar = Calendar(time_zone="America/Chicago")
    # July 2, 2027, 00:00 in Chicago, where it is summer time.
    assert calendar.removal_moment(2026) == datetime(2027, 7, 2, 5, tzinfo=UTC)


def test_a_year_begins_at_midnight_where_the_organisation_is() -> None:
    auckland = Calendar(time_zone="Pacific/Auckland")
    assert auckland.school_year(datetime(2026, 7, 31, 12, 0, tzinfo=UTC)) == 2026
    assert auckland.school_year(datetime(2026, 7, 31, 11, 59, tzinfo=UTC)) == 2025
    assert auckland.local_day(datetime(2026, 7, 31, 12, 0, tzinfo=UTC)) == date(2026, 8, 1)


def test_a_removal_day_before_the_year_begins_is_of_the_next_calendar_year() -> None:
    january = Calendar(year_begins=Day(month=1, day=15), removal=Day(month=1, day=10))
    assert january.removal_moment(2026) == datetime(2027, 1, 11, tzinfo=UTC)
    assert Calendar(year_begins=Day(month=1, day=1), removal=Day(month=7, day=1)).removal_moment(2026) == datetime(
        2026, 7, 2, tzinfo=UTC
    )


@pytest.mark.parametrize(("month", "day"), [(2, 29), (4, 31), (13, 1), (0, 1)])
def test_days_that_not_every_year_has_are_refused(month: int, day: int) -> None:
    with pytest.raises(ValidationError):
        Day(month=month, day=day)


@pytest.mark.parametrize("name", ["", "Nowhere/Atall", "../etc/passwd", "America/chicago/", "x" * 70])
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Calendar(time_zone=name)


def test_school_years_in_words() -> None:
    assert [year_words(year) for year in (2026, 1999, 2009)] == ["2026-27", "1999-00", "2009-10"]
