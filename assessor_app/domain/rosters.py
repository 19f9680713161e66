"""Yearly rosters: who holds which role, from a table with one line a person and role (FAQ 6, 19).

Reading finds every fault of a file at once, line by line; comparing tells what an import would change. Neither knows a
database.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email
from rapidfuzz import process

COLUMNS = ("employee_id", "email", "name", "campus", "role")
NEEDED = ("email", "name", "role")
MOST_LINES, MOST_FAULTS, LONGEST = 100_000, 1_000, 200
_ALIASES = {
    "employee id": "employee_id", "employee number": "employee_id", "id": "employee_id",
    "e-mail": "email", "e-mail address": "email", "email address": "email",
    "full name": "name", "school": "campus", "title": "role",
}  # fmt: skip


def folded(name: str) -> str:
    """A name for comparing: neither case nor spaces count."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a person, and a role that they hold. ``role`` is the role's key; ``email`` is lower-cased."""

    line: int
    employee_id: str
    email: str
    name: str
    campus: str
    role: str


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line (the header is line 1), and what to do."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class RosterTable:
    entries: tuple[Entry, ...]
    faults: tuple[LineFault, ...]


def read_roster(data: bytes, roles: Mapping[str, str]) -> RosterTable:
    """``roles`` are the organisation's, key → title; a line may name one by either.

    Commas, semicolons or tabs; UTF-8. Faults are in the order of their lines; with any of them nothing is imported.
    Reading stops where there are MOST_FAULTS: the file is another one than was meant.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        said = "The file is not UTF-8 here. Save it as “CSV UTF-8” and try again."
        return RosterTable((), (LineFault(line, said),))
    header, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _Reading(roles).of(reader)


class _Reading:
    """One pass over the lines."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._roles = {folded(name): key for key, title in roles.items() for name in (key, title)}
        self._titles = list(roles.values())
        self._hints: dict[str, str] = {}
        self._entries: list[Entry] = []
        self._faults: list[LineFault] = []
        self._first: dict[tuple[str, str], int] = {}
        self._people: dict[str, Entry] = {}
        self._employees: dict[str, Entry] = {}

    def of(self, reader: Iterable[list[str]]) -> RosterTable:
        columns: list[str] | None = None
        line = 0
        try:
            for row in reader:
                line = getattr(reader, "line_num", line + 1)
                if columns is None:
                    columns = [_column(name) for name in row]
                    if (said := _header_fault(columns)) is not None:
                        return RosterTable((), (LineFault(1, said),))
                elif any(cell.strip() for cell in row):
                    self._take(line, columns, row)
                if len(self._faults) >= MOST_FAULTS:
                    self._fault(line, f"There are {MOST_FAULTS:,} faults up to here; nothing after this line was read.")
                    break
                if len(self._entries) > MOST_LINES:
                    said = f"A roster has at most {MOST_LINES:,} lines."
                    return RosterTable((), (LineFault(line, said),))
        except csv.Error as error:
            self._faults.append(LineFault(line + 1, f"The table breaks off here: {error}."))
        if columns is None:
            self._faults.append(LineFault(1, "The file is empty. Its first line names the columns."))
        elif not self._entries and not self._faults:
            # A roster without anybody would end everybody's access.
            self._faults.append(LineFault(2, "There is nobody in the roster."))
        return RosterTable(tuple(self._entries), tuple(sorted(self._faults, key=lambda fault: fault.line)))

    def _take(self, line: int, columns: list[str], row: list[str]) -> None:
        if len(row) != len(columns):
            self._fault(line, f"It has {len(row)} cells where the header has {len(columns)}.")
            return
        cells = {name: " ".join(cell.split()) for name, cell in zip(columns, row, strict=True) if name in COLUMNS}
        before = len(self._faults)
        for name in NEEDED:
            if not cells[name]:
                self._fault(line, f"“{name}” is empty.")
        for name, cell in cells.items():
            if len(cell) > LONGEST:
                self._fault(line, f"“{name}” has more than {LONGEST} characters.")
            elif not cell.isprintable():
                self._fault(line, f"“{name}” has characters that can’t be shown.")
        if len(self._faults) > before:
            return
        email, role = self._email(line, cells["email"]), self._role(line, cells["role"])
        if email is None or role is None:
            return
        entry = Entry(line, cells.get("employee_id", ""), email, cells["name"], cells.get("campus", ""), role)
        if self._agrees(entry):
            self._entries.append(entry)

    def _email(self, line: int, text: str) -> str | None:
        try:
            return validate_email(text, check_deliverability=False).normalized.casefold()
        except EmailNotValidError as error:
            self._fault(line, f"“{text}” is no e-mail address: {error}")
            return None

    def _role(self, line: int, text: str) -> str | None:
        key = self._roles.get(folded(text))
        if key is None:
            self._fault(line, f"There is no role “{text}” in this organisation.{self._hint(text)}")
        return key

    def _hint(self, text: str) -> str:
        """Looked for once a text: a title that the organisation lacks stands in many lines."""
        if text not in self._hints:
            near = process.extractOne(text, self._titles, score_cutoff=70)
            self._hints[text] = f" Is “{near[0]}” meant?" if near is not None else ""
        return self._hints[text]

    def _agrees(self, entry: Entry) -> bool:
        """With the lines before: one person has one name, one number and one address."""
        twice = self._first.setdefault((entry.email, entry.role), entry.line)
        if twice != entry.line:
            self._fault(entry.line, f"It says the same as line {twice}.")
            return False
        other = self._people.setdefault(entry.email, entry)
        if (other.name, other.employee_id) != (entry.name, entry.employee_id):
            self._fault(entry.line, f"{entry.email} has another name or employee id in line {other.line}.")
            return False
        if entry.employee_id:
            owner = self._employees.setdefault(entry.employee_id, entry)
            if owner.email != entry.email:
                self._fault(
                    entry.line, f"Employee id {entry.employee_id} belongs to {owner.email} in line {owner.line}."
                )
                return False
        return True

    def _fault(self, line: int, message: str) -> None:
        self._faults.append(LineFault(line, message))


def _column(name: str) -> str:
    plain = " ".join(name.strip().casefold().split())
    return _ALIASES.get(plain, plain)


def _header_fault(columns: list[str]) -> str | None:
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        return f"The first line must name the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}."
    twice = sorted({name for name in columns if name in COLUMNS and columns.count(name) > 1})
    return f"A column stands in it twice: {', '.join(twice)}." if twice else None


class Place(StrEnum):
    """Where somebody works before the import, as their organisation's roster sees it."""

    HERE = "here"
    NOWHERE = "nowhere"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Known:
    """An account before the import: of somebody who works or worked at the organisation, or with an address of a line.

    ``roles`` are those held now, with the campus of each. ``educator`` is False for an account that is not an
    educator's alone: no roster touches it. ``used``: somebody signed in with it, or it has work. ``left``: no roster
    has them any more. ``outstayed``: in programs without a role, since an earlier school year.
    """

    person_id: str
    email: str
    name: str
    employee_id: str
    roles: Mapping[str, str]
    educator: bool = True
    used: bool = False
    place: Place = Place.HERE
    left: bool = False
    outstayed: bool = False


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What the import does to one person; ``person_id`` is None for somebody without an account.

    ``joins``: they have an account, and work here from now on. Who used it keeps their own name at that, and
    ``roster_name`` is then what the roster calls them. ``gains`` and ``ends`` are roles, ``moves`` roles that go on at
    another campus; ``campuses`` has each held role's.
    """

    person_id: str | None
    email: str
    name: str
    employee_id: str
    gains: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    campuses: Mapping[str, str] = field(default_factory=dict)
    renamed_from: str = ""
    address_before: str = ""
    joins: bool = False
    roster_name: str = ""

    @property
    def new(self) -> bool:
        return self.person_id is None or self.joins

    @property
    def leaves(self) -> bool:
        """They are in the roster no more, and keep their work and awards."""
        return not self.campuses

    @property
    def changed(self) -> bool:
        return bool(
            self.new or self.leaves or self.gains or self.ends or self.moves or self.renamed_from or self.address_before
        )


class _Matching:
    """Who a line is of: the same by employee id, else by e-mail address."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.known = tuple(known)
        self._by_number = {each.employee_id: each for each in self.known if each.employee_id}
        self._by_address = {each.email: each for each in self.known}

    def both(self, entry: Entry) -> tuple[Known | None, Known | None]:
        return self._by_number.get(entry.employee_id), self._by_address.get(entry.email)

    def one(self, entry: Entry) -> Known | None:
        numbered, addressed = self.both(entry)
        return numbered or addressed


def conflicts(entries: Iterable[Entry], known: Iterable[Known]) -> tuple[LineFault, ...]:
    """Lines that could be of two people, where the employee id is one's and the address another's; and lines of
    accounts that this roster must not touch, or not so."""
    matching = _Matching(known)
    claimed: dict[str, Entry] = {}
    faults = []
    for entry in entries:
        numbered, addressed = matching.both(entry)
        same = numbered or addressed
        if same is None:
            continue
        if numbered is not None and addressed is not None and numbered is not addressed:
            said = f"Employee id {entry.employee_id} is {numbered.email}’s, and {entry.email} is somebody else’s."
        elif claimed.setdefault(same.person_id, entry).email != entry.email:
            other = claimed[same.person_id].line
            said = f"It and line {other} would both be {same.email}: one has their employee id, one their address."
        else:
            said = _protected(entry, same)
        if said:
            faults.append(LineFault(entry.line, said))
    return tuple(faults)


def _protected(entry: Entry, same: Known) -> str:
    """Why the account stays as it is; empty when it may be taken. Whoever could set its address could ask for a link to
    a new password there, and have all that is in it."""
    if same.place is Place.ELSEWHERE:
        return f"{same.email} has an account of another organisation. Ask whoever runs the server."
    if not same.educator:
        return f"{same.email} has an account that is not an educator’s alone. Ask whoever runs the server."
    if same.used and entry.email != same.email:
        return (
            f"This person signs in as {same.email}, and a roster can’t change that. Whoever runs the server can, on "
            f"their wish: admin change-address {same.email} {entry.email}. If it is somebody else, leave the employee "
            "id out."
        )
    return ""


def changes(entries: Iterable[Entry], known: Iterable[Known]) -> tuple[PersonChange, ...]:
    """What a roster changes, person by person in the order of their addresses; the unchanged are among them."""
    people: dict[str, list[Entry]] = {}
    for entry in entries:
        people.setdefault(entry.email, []).append(entry)
    matching = _Matching(known)
    result, seen = [], set()
    for lines in people.values():
        before = matching.one(lines[0])
        if before is not None:
            seen.add(before.person_id)
        result.append(_change(lines, before))
    result += [
        PersonChange(each.person_id, each.email, each.name, each.employee_id, ends=tuple(sorted(each.roles)))
        for each in matching.known
        if each.person_id not in seen and _leaves(each)
    ]
    return tuple(sorted(result, key=lambda change: change.email))


def _leaves(each: Known) -> bool:
    """Of those whom the roster has not. An account that was emptied may still hold roles, which end too."""
    if each.place is not Place.HERE:
        return False
    return each.outstayed if each.educator and not each.roles else bool(each.roles) and (each.educator or each.left)


def _change(lines: list[Entry], before: Known | None) -> PersonChange:
    first = lines[0]
    campuses = {entry.role: entry.campus for entry in lines}
    if before is None:
        return PersonChange(
            None, first.email, first.name, first.employee_id, gains=tuple(sorted(campuses)), campuses=campuses
        )
    held, joins = before.roles, before.place is not Place.HERE
    keeps_name = joins and before.used
    differs = before.name != first.name
    return PersonChange(
        person_id=before.person_id,
        email=first.email,
        name=before.name if keeps_name else first.name,
        employee_id=first.employee_id or before.employee_id,
        gains=tuple(sorted(set(campuses) - set(held))),
        ends=tuple(sorted(set(held) - set(campuses))),
        moves=tuple(sorted(role for role in set(campuses) & set(held) if campuses[role] != held[role])),
        campuses=campuses,
        renamed_from=before.name if differs and not keeps_name else "",
        address_before=before.email if before.email != first.email else "",
        joins=joins,
        roster_name=first.name if differs and keeps_name else "",
    )
