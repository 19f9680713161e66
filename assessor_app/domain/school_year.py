"""School years and the days of an organisation's calendar, in its own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from assessor_app.domain.value import Value


def _is_zone(name: str) -> str:
    try:
        zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no time zone; one is called like America/Chicago") from error
    return name


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Raises ZoneInfoNotFoundError, ValueError."""
    return ZoneInfo(name)


ZoneName = Annotated[str, Field(max_length=64), AfterValidator(_is_zone)]


class Day(Value):
    """A day of every year. February 29 is none, because most years lack it."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)

    @model_validator(mode="after")
    def _is_in_every_year(self) -> Day:
        try:
            date(2001, self.month, self.day)
        except ValueError as error:
            raise ValueError("there is no such day in every year") from error
        return self

    def of(self, year: int) -> date:
        return date(year, self.month, self.day)


class Calendar(Value):
    """``year_begins``: the school year's first day. ``removal``: the last day to earn something in a program (FAQ 19).

    A school year is called by the calendar year that it begins in: 2026 is 2026-27.
    """

    time_zone: ZoneName = "UTC"
    year_begins: Day = Day(month=8, day=1)
    removal: Day = Day(month=7, day=1)

    def local_day(self, moment: datetime) -> date:
        """``moment`` has a time zone."""
        return moment.astimezone(zone(self.time_zone)).date()

    def midnight(self, day: date) -> datetime:
        """The moment, in UTC, at which ``day`` begins there."""
        return datetime.combine(day, time(), zone(self.time_zone)).astimezone(UTC)

    def school_year(self, moment: datetime) -> int:
        day = self.local_day(moment)
        return day.year if day >= self.year_begins.of(day.year) else day.year - 1

    def year_span(self, school_year: int) -> tuple[datetime, datetime]:
        """From its first moment to the first of the next."""
        first, after = self.year_begins.of(school_year), self.year_begins.of(school_year + 1)
        return self.midnight(first), self.midnight(after)

    def removal_moment(self, school_year: int) -> datetime:
        """The end of the removal day of a school year: what is earned on that day still counts."""
        begins = self.year_begins.of(school_year)
        day = self.removal.of(begins.year)
        if day < begins:
            day = self.removal.of(begins.year + 1)
        return self.midnight(day + timedelta(days=1))


def year_words(school_year: int) -> str:
    """2026 → “2026-27”."""
    return f"{school_year}-{(school_year + 1) % 100:02d}"
