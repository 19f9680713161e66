"""Yearly rosters: who holds which role, from a table with one line a person and role (FAQ 6, 19).

Reading finds every fault of a file at once, line by line; comparing tells what an import would change. Neither knows a
database.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from email_validator import EmailNotValidError, validate_email
from rapidfuzz import process

COLUMNS = ("employee_id", "email", "name", "campus", "role")
NEEDED = ("email", "name", "role")
MOST_LINES, LONGEST = 100_000, 200
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
            near = process.extractOne(text, self._titles, score_cutoff=70)
            hint = f" Is “{near[0]}” meant?" if near is not None else ""
            self._fault(line, f"There is no role “{text}” in this organisation.{hint}")
        return key

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


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the organisation before the import; ``roles`` are those they hold now, with the campus of each.

    ``educator`` is False for an account that no roster may touch.
    """

    person_id: str
    email: str
    name: str
    employee_id: str
    roles: Mapping[str, str]
    educator: bool = True


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What the import does to one person; ``person_id`` is None for somebody new.

    ``gains`` and ``ends`` are roles, ``moves`` roles that go on at another campus; ``campuses`` has each held role's.
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

    @property
    def new(self) -> bool:
        return self.person_id is None

    @property
    def leaves(self) -> bool:
        """They are in the roster no more, and keep their work and awards."""
        return not self.campuses

    @property
    def changed(self) -> bool:
        return bool(self.new or self.gains or self.ends or self.moves or self.renamed_from or self.address_before)


def conflicts(entries: Iterable[Entry], known: Iterable[Known]) -> tuple[LineFault, ...]:
    """Lines that could be of two people: the employee id is one's and the address another's."""
    known = tuple(known)
    by_number = {each.employee_id: each for each in known if each.employee_id}
    by_address = {each.email: each for each in known}
    claimed: dict[str, Entry] = {}
    faults = []
    for entry in entries:
        numbered, addressed = by_number.get(entry.employee_id), by_address.get(entry.email)
        same = numbered or addressed
        if numbered is not None and addressed is not None and numbered is not addressed:
            said = f"Employee id {entry.employee_id} is {numbered.email}’s, and {entry.email} is somebody else’s."
            faults.append(LineFault(entry.line, said))
        elif same is not None and claimed.setdefault(same.person_id, entry).email != entry.email:
            other = claimed[same.person_id].line
            said = f"It and line {other} would both be {same.email}: one has their employee id, one their address."
            faults.append(LineFault(entry.line, said))
    return tuple(faults)


def changes(entries: Iterable[Entry], known: Iterable[Known]) -> tuple[PersonChange, ...]:
    """What a roster changes, person by person in the order of their addresses; the unchanged are among them.

    A person is the same by employee id, else by e-mail address.
    """
    people: dict[str, list[Entry]] = {}
    for entry in entries:
        people.setdefault(entry.email, []).append(entry)
    known = tuple(known)
    by_number = {each.employee_id: each for each in known if each.employee_id}
    by_address = {each.email: each for each in known}
    result, seen = [], set()
    for email, lines in people.items():
        before = by_number.get(lines[0].employee_id) or by_address.get(email)
        if before is not None:
            seen.add(before.person_id)
        result.append(_change(lines, before))
    gone = [each for each in known if each.person_id not in seen and each.roles]
    result += [
        PersonChange(each.person_id, each.email, each.name, each.employee_id, ends=tuple(sorted(each.roles)))
        for each in gone
    ]
    return tuple(sorted(result, key=lambda change: change.email))


def _change(lines: list[Entry], before: Known | None) -> PersonChange:
    first = lines[0]
    campuses = {entry.role: entry.campus for entry in lines}
    held = before.roles if before is not None else {}
    return PersonChange(
        person_id=before.person_id if before is not None else None,
        email=first.email,
        name=first.name,
        employee_id=first.employee_id or (before.employee_id if before is not None else ""),
        gains=tuple(sorted(set(campuses) - set(held))),
        ends=tuple(sorted(set(held) - set(campuses))),
        moves=tuple(sorted(role for role in set(campuses) & set(held) if campuses[role] != held[role])),
        campuses=campuses,
        renamed_from=before.name if before is not None and before.name != first.name else "",
        address_before=before.email if before is not None and before.email != first.email else "",
    )
