"""Who a district's rosters name from one to the next: hired, moved, renamed, in other roles, gone, and back again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.year.ground import NORTH, roles
from tests.year.happenings import Line

_FIRST = ("Ana", "Bo", "Çağla", "Dmitri", "Élodie", "Fatima", "Grace", "Hiro", "Ines", "Jürgen", "Kofi", "Łucja")
_LAST = ("Ember", "O’Neill", "Núñez", "Birch-Hale", "de la Cruz", "Ölmez", "Kowalczyk", "van Dijk", "Tran", "Abara")
DILIGENT = 2
"""The first so many of each district are in a program with everything, stay in it, and earn more than is paid for."""
_CAMPUSES = ("East", "West", "Río Grande", "Oak Hill, Upper", "Lake")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff; without roles they are not in the roster."""

    employee_id: str
    name: str
    email: str
    campus: str
    roles: frozenset[str]


@dataclass
class Staff:
    """``number`` people, some of whom come during the year. ``members`` is by employee id."""

    district: str
    number: int
    draw: random.Random
    members: dict[str, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._host = "quillfeather.example" if self.district == NORTH else "thornbury.example"
        self._letter = self.district[0]
        for place in range(self.number - self.number // 12):
            self.hire(place)

    def hire(self, place: int, name: str = "", email: str = "") -> None:
        """Place in the list of employees; somebody who signed up before has a name and an address."""
        number = f"{self._letter}{place:05d}"
        draw = self.draw
        member = Member(
            # Numbered, so that a name says whose it is, and lines of a pay file have one order.
            number, name or f"{draw.choice(_FIRST)} {draw.choice(_LAST)} {place:05d}",
            email or f"{number.lower()}@{self._host}", draw.choice(_CAMPUSES),
            frozenset({"department-chair"}) if place < DILIGENT else self._some_roles(),
        )  # fmt: skip
        self.members[number] = member

    def pass_time(self) -> None:
        """Until the next roster."""
        for number, member in list(self.members.items())[DILIGENT:]:
            self.members[number] = self._later(member)
        for place in range(len(self.members), min(self.number, len(self.members) + self.number // 40 + 1)):
            self.hire(place)

    def lines(self) -> tuple[Line, ...]:
        made = list(self._lines())
        self.draw.shuffle(made)
        return tuple(made)

    def _lines(self) -> Iterator[Line]:
        for member in self.members.values():
            for role in sorted(member.roles):
                yield Line(member.employee_id, member.email, member.name, member.campus, role)

    def _some_roles(self) -> frozenset[str]:
        keys = [role.key for role in roles()]
        return frozenset(self.draw.sample(keys, self.draw.choice((1, 1, 1, 2))))

    def _later(self, member: Member) -> Member:
        draw, chance = self.draw, self.draw.random()
        if not member.roles:
            return replace(member, roles=self._some_roles()) if chance < 0.3 else member
        if chance < 0.04:
            return replace(member, roles=frozenset())
        if chance < 0.16:
            return replace(member, roles=self._some_roles())
        if chance < 0.20:
            return replace(member, campus=draw.choice(_CAMPUSES))
        if chance < 0.23:
            return replace(member, name=f"{draw.choice(_FIRST)} {draw.choice(_LAST)} {member.employee_id[1:]}")
        if chance < 0.26:
            return replace(member, email=f"{member.employee_id.lower()}.{draw.randrange(10**6)}@{self._host}")
        return member
