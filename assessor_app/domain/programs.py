"""Programs by role: what an educator finds on the way to a role's micro-credentials (FAQ 3, 5, 9)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from assessor_app.domain.value import Key, Line, Text, Value

WebAddress = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000, pattern=r"^https?://[^\s]+$")]
_Weeks = Annotated[int, Field(ge=1, le=520)]


class Resource(Value):
    """Something to read or watch before starting; a text, a link, or both."""

    title: Line
    link: WebAddress | None = None
    text: str = Field(default="", max_length=20_000)


class Milestone(Value):
    """A suggested time for a step; micro-credentials are self-paced, and nothing follows from a missed one (FAQ 16).

    ``week`` counts from the day that somebody joins the program.
    """

    title: Line
    week: _Weeks
    micro_credential: Key | None = None


class ProgramContent(Value):
    """``overview`` is Markdown. ``roles`` open the program to whoever holds one of them."""

    overview: Text
    resources: tuple[Resource, ...] = Field(default=(), max_length=100)
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=100)
    micro_credentials: tuple[Key, ...] = Field(min_length=1, max_length=200)
    roles: tuple[Key, ...] = Field(min_length=1, max_length=50)

    @field_validator("micro_credentials", "roles")
    @classmethod
    def _once(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(keys)) != len(keys):
            raise ValueError("something stands in it twice")
        return keys

    @model_validator(mode="after")
    def _milestones_are_of_the_program(self) -> ProgramContent:
        for milestone in self.milestones:
            if milestone.micro_credential and milestone.micro_credential not in self.micro_credentials:
                raise ValueError(f"milestone “{milestone.title}” names a micro-credential that the program has not")
        return self


class RoleCard(Value):
    """What counts for being chosen for a role: qualifications in words, and micro-credentials as a factor (FAQ 9)."""

    qualifications: tuple[Line, ...] = Field(default=(), max_length=50)
    micro_credentials: tuple[Key, ...] = Field(default=(), max_length=200)


class RoleFile(Value):
    """A role as an administrator writes it. ``stipend``: earned micro-credentials are paid for (FAQ 12). ``open``: its
    accounts are given out; before that its holders can browse."""

    key: Key
    title: Line
    stipend: bool = False
    open: bool = True
    card: RoleCard = RoleCard()


class ProgramFile(Value):
    key: Key
    title: Line
    content: ProgramContent


class OrganisationFile(Value):
    """All roles and programs of an organisation in one file; what is not in it stays as it is."""

    organisation: Line
    roles: tuple[RoleFile, ...] = Field(default=(), max_length=200)
    programs: tuple[ProgramFile, ...] = Field(default=(), max_length=200)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> OrganisationFile:
        for what, keys in (("role", [r.key for r in self.roles]), ("program", [p.key for p in self.programs])):
            twice = sorted({key for key in keys if keys.count(key) > 1})
            if twice:
                raise ValueError(f"a {what} stands in it twice: {', '.join(twice)}")
        return self
