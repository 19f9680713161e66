"""The days that count, written from the FAQ: pay periods, school years, July 1. Knows nothing of the server's code."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

PERIODS = ("december", "may", "summer")


class Calendar:
    """Of a district where it is what ``zone`` says. Earned on December 15 is “mid-December to mid-May”, on August 1 the
    next year's (FAQ 14); what is earned on July 1 itself is earned by July 1 (FAQ 19)."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()

    def school_year(self, moment: datetime) -> int:
        day = self.day(moment)
        return day.year - (day.month < 8)

    def period(self, moment: datetime) -> tuple[int, int]:
        """School year, and the place of its pay date among three. Such pairs sort as the pay dates come."""
        day, year = self.day(moment), self.school_year(moment)
        if day < date(year, 12, 15):
            return year, 0
        return (year, 1) if day < date(year + 1, 5, 15) else (year, 2)

    def is_over(self, july_first_of: int, moment: datetime) -> bool:
        return self.day(moment) > date(july_first_of, 7, 1)

    def seven_after(self, moment: datetime) -> datetime:
        """When the next day's mail is sent."""
        there = moment.astimezone(self._zone)
        first = there.date() if there.hour < 7 else there.date() + timedelta(days=1)
        return datetime(first.year, first.month, first.day, 7, tzinfo=self._zone)


def period_of(key: str) -> tuple[int, int]:
    """“2027-28-may” → (2027, 1)."""
    return int(key[:4]), PERIODS.index(key[8:])


def name_of(period: tuple[int, int]) -> str:
    """(2027, 1) → “2027-28 May”, as a pay file says it."""
    year, place = period
    season = PERIODS[place] if place == 2 else PERIODS[place].title()
    return f"{year}-{(year + 1) % 100:02d} {season}"


def next_period(period: tuple[int, int]) -> tuple[int, int]:
    year, place = period
    return (year, place + 1) if place < 2 else (year + 1, 0)
