"""Rosters: every fault by its line, and what an import would change."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.rosters import MOST_FAULTS, Entry, Known, Place, changes, conflicts, read_roster

ROLES = {"plc-leader": "PLC Leader", "coach": "Instructional Coach", "new-teacher": "New Teacher / Induction"}
HEAD = "employee_id,email,name,campus,role\n"


def faults(text: str | bytes) -> list[tuple[int, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    table = read_roster(data, ROLES)
    return [(fault.line, fault.message) for fault in table.faults]


def entries(text: str) -> tuple[Entry, ...]:
    table = read_roster(text.encode(), ROLES)
    assert table.faults == ()
    return table.entries


def test_a_roster_is_read_whatever_the_table_looks_like() -> None:
    plain = entries(HEAD + "7,Ada@Schools.example,Ada  Ember,North,PLC Leader\n")
    assert plain == (Entry(2, "7", "ada@schools.example", "Ada Ember", "North", "plc-leader"),)
    assert entries("﻿" + HEAD + "7,ada@schools.example,Ada Ember,North,plc-leader\r\n") == plain
    other = (
        "Role;Full name;E-mail;Employee number;School;Phone\r\nplc leader;Ada Ember;ada@schools.example;7;North;1\r\n"
    )
    assert entries(other) == plain
    quoted = HEAD + '7,ada@schools.example,"Ada\nEmber",North,coach\n8,bo@schools.example,"Bo, Jr.",,coach\n'
    assert [(e.line, e.name) for e in entries(quoted)] == [(3, "Ada Ember"), (4, "Bo, Jr.")]


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        ("7,ada@schools.example,Ada,North", 2, "4 cells"),
        ("7,,Ada,North,coach", 2, "“email” is empty"),
        ("7,ada@schools.example,,North,coach", 2, "“name” is empty"),
        ("7,ada at schools,Ada,North,coach", 2, "no e-mail address"),
        ("7,ada@schools.example,Ada,North,PLC Leadr", 2, "Is “PLC Leader” meant?"),
        ("7,ada@schools.example,Ada,North,Astronaut", 2, "no role “Astronaut”"),
        ("7,a@s.example,Ada,N,coach\n7,a@s.example,Ada,N,coach", 3, "same as line 2"),
        ("7,a@s.example,Ada,N,coach\n7,a@s.example,Eda,N,plc-leader", 3, "another name or employee id in line 2"),
        ("7,a@s.example,Ada,N,coach\n7,b@s.example,Bo,N,coach", 3, "belongs to a@s.example in line 2"),
        (f"7,a@s.example,{'A' * 300},N,coach", 2, "more than 200"),
        ("7,a@s.example,Ada\x07,N,coach", 2, "can’t be shown"),
    ],
)
def test_faults_are_told_by_line(lines: str, line: int, says: str) -> None:
    found = faults(HEAD + lines + "\n")
    assert [number for number, _ in found] == [line]
    assert says in found[0][1]


def test_all_faults_come_at_once() -> None:
    text = HEAD + "1,x,Ada,N,coach\n2,b@s.example,Bo,N,coach\n3,c@s.example,,N,pilot\n4,d@s.example,Di,N,pilot\n"
    assert [line for line, _ in faults(text)] == [2, 4, 5]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"email,name\n", "missing: role"),
        (b"email,name,role,role\n", "twice: role"),
        (HEAD.encode(), "nobody"),
        (HEAD.encode() + "7,a@s.example,Adélie,N,coach\n".encode("latin-1"), "not UTF-8"),
        (HEAD.encode() + b'7,a@s.example,"Ada,N,coach\n', "breaks off"),
    ],
)
def test_a_file_that_is_no_roster_says_so(data: bytes, says: str) -> None:
    found = faults(data)
    assert len(found) == 1
    assert says in found[0][1]


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    table = read_roster(HEAD.encode() + data, ROLES)
    assert table.entries or table.faults
    read_roster(data, ROLES)


NAMES = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)


@given(st.lists(st.tuples(NAMES.filter(bool), NAMES, st.sampled_from(sorted(ROLES))), min_size=1, max_size=8))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["employee_id", "email", "name", "campus", "role"])
    for number, (name, campus, role) in enumerate(rows):
        writer.writerow([number, f"p{number}@s.example", name, campus, role])
    assert [(e.name, e.campus, e.role) for e in entries(text.getvalue())] == rows


ADA = Known("p1", "ada@s.example", "Ada", "7", {"coach": "North"})
BO = Known("p2", "bo@s.example", "Bo", "8", {"plc-leader": "South", "coach": "South"})


def test_what_a_roster_changes() -> None:
    table = entries(
        HEAD
        + "7,ada@s.example,Ada Ember,South,coach\n8,bo@s.example,Bo,South,coach\n9,cy@s.example,Cy,North,plc-leader\n"
    )
    ada, bo, cy = changes(table, [ADA, BO])
    assert (ada.moves, ada.renamed_from, ada.gains, ada.ends) == (("coach",), "Ada", (), ())
    assert (bo.ends, bo.gains, bo.moves, bo.leaves) == (("plc-leader",), (), (), False)
    assert (cy.new, cy.gains) == (True, ("plc-leader",))


def test_who_is_in_it_no_more_leaves_and_who_left_before_is_not_told_again() -> None:
    gone = Known("p3", "cy@s.example", "Cy", "", {})
    found = changes(entries(HEAD + "7,ada@s.example,Ada,North,coach\n"), [ADA, BO, gone])
    assert [(change.email, change.leaves, change.changed) for change in found] == [
        ("ada@s.example", False, False), ("bo@s.example", True, True),
    ]  # fmt: skip


def test_a_new_address_of_the_same_employee_is_the_same_person() -> None:
    (found,) = changes(entries(HEAD + "7,ada.ember@s.example,Ada,North,coach\n"), [ADA])
    assert (found.person_id, found.address_before) == ("p1", "ada@s.example")


def test_lines_that_could_be_two_people_are_faults() -> None:
    swapped = entries(HEAD + "7,bo@s.example,Bo,North,coach\n")
    assert [fault.line for fault in conflicts(swapped, [ADA, BO])] == [2]
    both = entries(HEAD + "7,new@s.example,Ada,North,coach\n9,ada@s.example,Ada,North,coach\n")
    assert [fault.line for fault in conflicts(both, [ADA])] == [3]
    assert conflicts(entries(HEAD + "7,ada@s.example,Ada,North,coach\n"), [ADA, BO]) == ()


@given(st.data())
def test_importing_the_same_again_changes_nothing(data: st.DataObject) -> None:
    lines = data.draw(
        st.lists(
            st.tuples(st.integers(0, 6), st.sampled_from(sorted(ROLES)), st.sampled_from(["North", "South", ""])),
            min_size=1, unique_by=lambda line: line[:2],
        )
    )  # fmt: skip
    text = HEAD + "".join(f"{n},p{n}@s.example,Person {n},{campus},{role}\n" for n, role, campus in lines)
    table = entries(text)
    first = changes(table, [])
    known = [Known(f"id{c.email}", c.email, c.name, c.employee_id, dict(c.campuses)) for c in first]
    assert not [change for change in changes(table, known) if change.changed]


@pytest.mark.parametrize(
    ("known", "line", "says"),
    [
        (replace(ADA, used=True), "7,new@s.example,Ada,N,coach", "admin change-address ada@s.example new@s.example"),
        (replace(ADA, educator=False), "7,new@s.example,Ada,N,coach", "not an educator’s alone"),
        (replace(ADA, educator=False, left=True), "9,ada@s.example,Ada,N,coach", "not an educator’s alone"),
        (replace(ADA, employee_id="", place=Place.ELSEWHERE), "7,ada@s.example,Ada,N,coach", "another organisation"),
    ],
)
def test_accounts_that_a_roster_leaves_alone(known: Known, line: str, says: str) -> None:
    (fault,) = conflicts(entries(HEAD + line + "\n"), [known])
    assert fault.line == 2
    assert says in fault.message


def test_an_address_nobody_used_yet_may_change() -> None:
    assert conflicts(entries(HEAD + "7,new@s.example,Ada,N,coach\n"), [ADA]) == ()


def test_who_joins_with_an_account_that_was_used_keeps_their_name() -> None:
    stranger = Known("p9", "ada@s.example", "Ada E.", "", {}, used=True, place=Place.NOWHERE)
    table = entries(HEAD + "7,ada@s.example,Ada Ember,N,coach\n")
    (found,) = changes(table, [stranger])
    assert (found.person_id, found.new, found.name, found.roster_name) == ("p9", True, "Ada E.", "Ada Ember")
    (found,) = changes(table, [replace(stranger, used=False)])
    assert (found.name, found.roster_name, found.renamed_from) == ("Ada Ember", "", "Ada E.")


def test_only_educators_of_the_organisation_leave() -> None:
    table = entries(HEAD + "7,ada@s.example,Ada,North,coach\n")
    idle = replace(BO, roles={})
    for other, leaves in (
        (BO, True), (idle, False), (replace(idle, outstayed=True), True), (replace(BO, educator=False), False),
        (replace(BO, educator=False, left=True), True), (replace(BO, place=Place.NOWHERE), False),
    ):  # fmt: skip
        assert [c.email for c in changes(table, [ADA, other]) if c.leaves and c.changed] == ["bo@s.example"] * leaves


def test_reading_stops_at_a_thousand_faults() -> None:
    text = HEAD + "".join(f"{n},p{n}@s.example,P,N,Astronaut {n}\n" for n in range(5_000))
    found = faults(text)
    assert len(found) == MOST_FAULTS + 1
    assert "nothing after this line" in found[-1][1]
