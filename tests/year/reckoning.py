"""Plays a story on the model: what the year must come to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tests.year.ground import TITLES, ZONES
from tests.year.happenings import (
    AddressChanges,
    Asks,
    Becomes,
    HandsIn,
    Happening,
    IsAnswered,
    IsDecided,
    Lands,
    PayDateCloses,
    RosterComes,
    ServerLooks,
    SignsUp,
    WantsDigest,
)
from tests.year.model import Attempt, District
from tests.year.payroll import Payroll
from tests.year.picture import Picture, Row

HOURS, OPEN_PAY_DATE, YEARS = 15, "2028-29-december", (2027, 2028)
_CPE_HEADER = (
    "Employee ID", "Name", "E-mail", "Campus", "Micro-credential", "Title", "Earned", "CPE hours", "Status",
)  # fmt: skip


def reckon(happenings: Iterable[Happening]) -> Picture:
    model = _Model()
    for one in happenings:
        model.play(one)
    return model.picture


class _Model:
    def __init__(self) -> None:
        self.picture = Picture()
        self._districts = {name: District(name) for name in ZONES}
        self._payrolls = {name: Payroll(district) for name, district in self._districts.items()}
        self._offline: list[IsDecided] = []
        self._issued: set[str] = set()
        # July 1 of the year in which the districts came was before them.
        self._july_done = {(name, YEARS[0]) for name in ZONES}

    def play(self, one: Happening) -> None:
        match one:
            case Lands():
                for decided in self._offline:
                    self._districts[decided.district].decided(decided, one.at)
                self._offline.clear()
            case ServerLooks():
                self._look(one)
            case _:
                self._play(self._districts[one.district], one)

    def _play(self, district: District, one: Happening) -> None:
        picture = self.picture
        match one:
            case RosterComes():
                picture.rosters[f"{district.name} {one.at}"] = district.roster(one)
            case AddressChanges():
                district.change_address(one)
            case SignsUp():
                district.sign_up(one)
            case WantsDigest():
                person = district.called.get(one.who)
                if person is not None:
                    person.digest = True
            case Asks():
                picture.answers[one.key] = district.ask(one)
            case IsAnswered():
                picture.answers[f"{one.key} answered"] = district.answer(one)
            case HandsIn():
                picture.accepted[one.key] = district.hand_in(one)
            case Becomes():
                district.becomes(one)
            case IsDecided(offline=True):
                self._offline.append(one)
            case IsDecided():
                district.decided(one, one.at)
            case PayDateCloses():
                rows = self._payrolls[district.name].close(one.period, one.at)
                picture.pay_files[f"{district.name} {one.period}"] = rows

    def _look(self, look: ServerLooks) -> None:
        for district in self._districts.values():
            district.remind(look.at)
            for attempt in district.attempts.values():
                if attempt.stands:
                    self._issued.add(attempt.key)
            year = district.calendar.day(look.at).year
            if district.calendar.is_over(year, look.at) and (district.name, year) not in self._july_done:
                self._july_done.add((district.name, year))
                self._remove(district, year)
            self._bring_back(district)
            if look.label:
                self.picture.enrolled[f"{district.name}, {look.label}"] = {
                    (person.names[0], one.program.key) for person in district.people for one in person.current()
                }
        if look.label == "the end":
            self._end(look.at)

    def _remove(self, district: District, year: int) -> None:
        """Whoever has earned nothing of a program by July 1 leaves it (FAQ 19)."""
        calendar, gone = district.calendar, []
        for person in district.people:
            for one in person.current():
                began = not calendar.is_over(year, one.since)
                if began and not person.has_earned(one.program, calendar, year):
                    one.why, one.removed_in = "nothing earned", year - 1
                    gone.append((person.name, person.email, one.program.title))
        for how in ("previewed", "done"):
            self.picture.removed[f"{district.name} {year} {how}"] = sorted(gone)

    @staticmethod
    def _bring_back(district: District) -> None:
        """Whoever turns out to have earned something in time is where they would be without the removal."""
        for person in district.people:
            for one in person.memberships:
                earned = one.removed_in and person.has_earned(one.program, district.calendar, one.removed_in + 1)
                stays = not person.has_left and (one.by_request or person.is_entitled(one.program))
                if earned and stays and one.why and not person.takes_part(one.program):
                    one.why, one.removed_in = "", 0

    def _end(self, at: datetime) -> None:
        picture = self.picture
        for district in self._districts.values():
            payroll = self._payrolls[district.name]
            picture.pay_files[f"{district.name} {OPEN_PAY_DATE}"] = payroll.preview(OPEN_PAY_DATE, at)
            for year in YEARS:
                picture.cpe_files[f"{district.name} {year}"] = _cpe_rows(district, year)
            picture.mails.update(district.mails)
            picture.held.update(district.held)
            for attempt in district.attempts.values():
                who = attempt.person.names[0]
                if attempt.state == "earned":
                    picture.hours[who] = picture.hours.get(who, 0) + HOURS * attempt.stands
                if attempt.key in self._issued:
                    picture.credentials[attempt.key] = not attempt.stands


def _cpe_rows(district: District, year: int) -> list[Row]:
    """Fifteen hours each, whoever is paid; none for what was revoked (FAQ 12)."""
    found: list[tuple[tuple[str, datetime], Row]] = []
    hours = 0
    for attempt in district.attempts.values():
        moment = attempt.decided_at
        if attempt.state == "earned" and moment is not None and district.calendar.school_year(moment) == year:
            found.append(((attempt.person.name.casefold(), moment), _cpe_row(district, attempt, moment)))
            hours += HOURS * attempt.stands
    total = ("Total", "", "", "", "", "", "", str(hours), "")
    return [_CPE_HEADER, *(row for _, row in sorted(found)), total]


def _cpe_row(district: District, attempt: Attempt, moment: datetime) -> Row:
    person, revoked = attempt.person, attempt.revoked_at
    return (
        person.employee_id, person.name, person.email, person.campus, attempt.micro_credential,
        TITLES[attempt.micro_credential], district.calendar.day(moment).isoformat(),
        str(HOURS if revoked is None else 0),
        "Earned" if revoked is None else f"Revoked {district.calendar.day(revoked).isoformat()}",
    )  # fmt: skip
