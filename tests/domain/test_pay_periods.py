"""Which pay date a moment belongs to: boundary days, leap days, time zones, and calendars of another shape."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.pay_periods import PayCalendar, PayPeriod, Season, numbered, period_of_key
from assessor_app.domain.school_year import Calendar, Day
from assessor_app.domain.stipends import StipendPolicy

ZONES = ("UTC", "America/Chicago", "Pacific/Auckland", "America/Santiago", "Asia/Kathmandu")
moments = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def days(zone: str = "UTC") -> PayCalendar:
    return StipendPolicy().pay_calendar(Calendar(time_zone=zone))


def by_hand(day: date) -> tuple[int, Season]:
    """FAQ 14, in a chain of comparisons."""
    place = (day.month, day.day)
    if place >= (12, 15):
        return day.year, Season.MAY
    if place >= (8, 1):
        return day.year, Season.DECEMBER
    if place >= (5, 15):
        return day.year - 1, Season.SUMMER
    return day.year - 1, Season.MAY


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("2026-08-01", "2026-27-december"),
        ("2026-12-14", "2026-27-december"),
        ("2026-12-15", "2026-27-may"),
        ("2027-05-14", "2026-27-may"),
        ("2027-05-15", "2026-27-summer"),
        ("2027-07-31", "2026-27-summer"),
        ("2027-08-01", "2027-28-december"),
        ("2028-02-29", "2027-28-may"),
        ("1999-12-31", "1999-00-may"),
    ],
)
def test_a_boundary_day_begins_the_later_period(day: str, key: str) -> None:
    assert days().period_of(datetime.fromisoformat(day + "T00:00:00Z")).key == key
    assert days().period_of(datetime.fromisoformat(day + "T23:59:59.999999Z")).key == key


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("UTC", "2026-12-15T00:00:00Z"),
        ("America/Chicago", "2026-12-15T06:00:00Z"),
        ("Pacific/Auckland", "2026-12-14T11:00:00Z"),
        ("Asia/Kathmandu", "2026-12-14T18:15:00Z"),
    ],
)
def test_a_day_begins_at_midnight_where_the_organisation_is(zone: str, first: str) -> None:
    moment = datetime.fromisoformat(first)
    december, may = (PayPeriod(school_year=2026, season=season) for season in (Season.DECEMBER, Season.MAY))
    assert days(zone).begins(may) == days(zone).ends(december) == moment
    assert days(zone).period_of(moment) == may
    assert days(zone).period_of(moment - timedelta(microseconds=1)) == december


def test_summer_time_counts_on_its_days() -> None:
    """Chicago is five hours behind in August and six in December; Auckland twelve and thirteen ahead."""
    first = PayPeriod(school_year=2026, season=Season.DECEMBER)
    assert days("America/Chicago").begins(first).astimezone(UTC).hour == 5
    assert days("Pacific/Auckland").begins(first) == datetime(2026, 7, 31, 12, tzinfo=UTC)


def test_a_boundary_day_without_a_midnight_begins_when_its_clocks_do() -> None:
    """Santiago's clocks went from 24:00 on September 5, 2026 to 1:00 on September 6."""
    policy = StipendPolicy(winter=Day(month=9, day=6))
    calendar = policy.pay_calendar(Calendar(time_zone="America/Santiago"))
    begins = calendar.begins(PayPeriod(school_year=2026, season=Season.MAY))
    assert begins == datetime(2026, 9, 6, 4, tzinfo=UTC)
    assert calendar.period_of(begins).season is Season.MAY
    assert calendar.period_of(begins - timedelta(microseconds=1)).season is Season.DECEMBER


@given(moments, st.sampled_from(ZONES))
def test_every_moment_is_in_the_period_that_the_faq_gives_it(moment: datetime, zone: str) -> None:
    calendar = days(zone)
    period = calendar.period_of(moment)
    assert (period.school_year, period.season) == by_hand(calendar.calendar.local_day(moment))
    assert calendar.begins(period) <= moment < calendar.ends(period)


@given(st.integers(1900 * 3, 2900 * 3), st.sampled_from(ZONES))
def test_periods_follow_one_another_without_a_gap(number: int, zone: str) -> None:
    period = numbered(number)
    assert period.number == number and period_of_key(period.key) == period
    assert period.following().number == number + 1
    assert days(zone).ends(period) == days(zone).begins(period.following()) > days(zone).begins(period)


ordered_days = st.lists(
    st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(lambda day: (day.month, day.day)),
    min_size=3,
    max_size=3,
    unique=True,
)


@given(ordered_days, st.integers(0, 2), moments)
def test_any_three_days_in_their_order_share_out_the_year(
    three: list[tuple[int, int]], first: int, moment: datetime
) -> None:
    """Whichever of them begins the school year."""
    turned = sorted(three)[first:] + sorted(three)[:first]
    year, winter, summer = (Day(month=month, day=day) for month, day in turned)
    calendar = PayCalendar(Calendar(year_begins=year), winter, summer)
    period = calendar.period_of(moment)
    assert calendar.begins(period) <= moment < calendar.ends(period)
    with pytest.raises(ValueError, match="begin with the school year"):
        PayCalendar(Calendar(year_begins=year), summer, winter)


def test_a_day_that_not_every_year_has_is_no_boundary() -> None:
    with pytest.raises(ValueError, match="no such day in every year"):
        Day(month=2, day=29)


@pytest.mark.parametrize("key", ["2026-27-winter", "2026-28-may", "2026-27-May", "26-27-may", "", "2026-27-may\n"])
def test_what_is_no_periods_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        period_of_key(key)


def test_periods_have_names_for_people() -> None:
    names = [PayPeriod(school_year=2026, season=season).name for season in Season]
    assert names == ["2026-27 December", "2026-27 May", "2026-27 summer"]
