"""Pay periods: which pay date a micro-credential belongs to, by the day on which it was earned (FAQ 14).

The days are those of the organisation's own time zone. A boundary day begins the later period, at its first moment:
what is earned on December 15 is paid in May, what is earned on August 1 in the December of the new school year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from assessor_app.domain.school_year import Calendar, Day, year_words
from assessor_app.domain.value import Value


class Season(StrEnum):
    """Called by when it is paid; the order is that of the school year."""

    DECEMBER = "december"
    MAY = "may"
    SUMMER = "summer"


SEASONS = tuple(Season)
_KEY = re.compile(r"([0-9]{4})-([0-9]{2})-([a-z]+)")


class PayPeriod(Value):
    """``school_year`` is the calendar year that it begins in."""

    school_year: int = Field(ge=1900, le=2999)
    season: Season

    @property
    def key(self) -> str:
        """Like “2026-27-december”, for addresses and file names."""
        return f"{year_words(self.school_year)}-{self.season}"

    @property
    def name(self) -> str:
        """Like “2026-27 December”, for people."""
        season = self.season if self.season is Season.SUMMER else self.season.capitalize()
        return f"{year_words(self.school_year)} {season}"

    @property
    def number(self) -> int:
        """Counts all periods in their order."""
        return self.school_year * len(SEASONS) + SEASONS.index(self.season)

    def following(self) -> PayPeriod:
        return numbered(self.number + 1)


def numbered(number: int) -> PayPeriod:
    year, place = divmod(number, len(SEASONS))
    return PayPeriod(school_year=year, season=SEASONS[place])


def period_of_key(key: str) -> PayPeriod:
    """Raises ValueError for what is no period's key."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError("A pay period is called like 2026-27-december.")
    period = PayPeriod(school_year=int(found[1]), season=Season(found[3]))
    if period.key != key:
        raise ValueError("A pay period is called like 2026-27-december.")
    return period


@dataclass(frozen=True, slots=True)
class PayCalendar:
    """An organisation's calendar with the days on which the second and third period begin.

    Raises ValueError when the three days do not follow one another from the school year's first day on.
    """

    calendar: Calendar
    winter: Day
    summer: Day

    def __post_init__(self) -> None:
        year, winter, summer = (self._first_day(2000, season) for season in SEASONS)
        if not year < winter < summer:
            raise ValueError("The pay periods begin with the school year, then in winter, then in summer.")

    def period_of(self, moment: datetime) -> PayPeriod:
        """``moment`` has a time zone."""
        day, year = self.calendar.local_day(moment), self.calendar.school_year(moment)
        season = max((season for season in SEASONS if self._first_day(year, season) <= day), key=SEASONS.index)
        return PayPeriod(school_year=year, season=season)

    def begins(self, period: PayPeriod) -> datetime:
        """Its first moment."""
        return self.calendar.midnight(self._first_day(period.school_year, period.season))

    def ends(self, period: PayPeriod) -> datetime:
        """The first moment that is not in it any more."""
        return self.begins(period.following())

    def _first_day(self, school_year: int, season: Season) -> date:
        first = self.calendar.year_begins.of(school_year)
        if season is Season.DECEMBER:
            return first
        boundary = self.winter if season is Season.MAY else self.summer
        day = boundary.of(first.year)
        return day if day >= first else boundary.of(first.year + 1)
