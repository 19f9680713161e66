"""Anchors from files: YAML with true scores, beside folders of evidence or the IDs of real submissions.

.. code-block:: yaml

    micro_credential: academic-discourse
    anchors:
      - title: A clear plan with thin data
        set: qualification/A          # practice, qualification/NAME or validity
        submission: S-7K3Q-20F1       # or, written for the purpose, folder: anchors/a1
        scores:
          a-need: {level: 2, rationale: The data are named and tie to the goal.}
"""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import Field, ValidationError, model_validator

from assessor_app.domain.calibration import AnchorKind, TrueScore
from assessor_app.domain.identity.known import Identity
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.domain.value import Key, Line, Prose, Value
from assessor_app.server.opening import Server
from assessor_app.server.preparing.folders import evidence_of_folder
from assessor_app.server.services.anchors import AnchorPacket, Given, NewAnchor, keep_all, packet_of
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.refused import Refused


class _Score(Value):
    """``level`` is a number from 1, or the level's label."""

    level: int | str
    rationale: Prose


class _Entry(Value):
    title: Line
    set: Line
    submission: str | None = None
    folder: str | None = None
    author: Identity = Identity()
    scores: dict[Key, _Score] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_one_source(self) -> _Entry:
        if (self.submission is None) == (self.folder is None):
            raise ValueError("an anchor has either a submission or a folder")
        kind, _, name = self.set.partition("/")
        if kind not in set(AnchorKind) or (kind == AnchorKind.QUALIFICATION and not name.strip()):
            raise ValueError("set is practice, qualification/NAME or validity")
        return self


class _File(Value):
    micro_credential: Key
    anchors: tuple[_Entry, ...] = Field(min_length=1, max_length=1_000)


def load_anchors(server: Server, file: Path) -> list[str]:
    """Add the anchors of a file, all of them or none; their ids. Raises Refused."""
    try:
        content = _read(file)
        with server.database.reading() as session:
            credential = newest(session, content.micro_credential)
        scored = [_new_anchor(entry, credential) for entry in content.anchors]
        given = [
            _given(server, file.parent, entry, new, credential)
            for entry, new in zip(content.anchors, scored, strict=True)
        ]
        return keep_all(server, credential, given)
    except Refused as error:
        raise Refused(f"{error} Nothing was added.") from None


def _read(file: Path) -> _File:
    try:
        data = yaml.safe_load(file.read_text("utf-8-sig"))
        return _File.model_validate(data)
    except ValidationError as error:
        told = "; ".join(_told(data, each["loc"], each["type"], each["msg"]) for each in error.errors())
        raise Refused(f"{file} is not of the expected form: {told}.") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(f"{file} is not YAML: {error}.") from None


_PLAIN = {
    "missing": "is missing", "extra_forbidden": "is not known here",
    "model_type": "has to be a list of names and values",
    "dict_type": "has to be a list of names and values", "too_short": "needs at least one entry",
    "tuple_type": "has to be a list", "string_type": "has to be a text",
}  # fmt: skip


def _told(data: object, place: tuple[int | str, ...], kind: str, message: str) -> str:
    """One thing wrong, at an anchor's title rather than its number."""
    words = _PLAIN.get(kind, message.removeprefix("Value error, "))
    if not place:
        return f"the file {words}" if kind in _PLAIN else words
    named = ".".join(str(part) for part in place if isinstance(part, str))
    if place[0] == "anchors" and len(place) > 1 and isinstance(place[1], int):
        title = _title_of(data, place[1])
        named = ".".join(str(part) for part in place[2:]) or "the anchor"
        return f"anchor {place[1] + 1}{title}: {named} {words}"
    return f"{named} {words}"


def _title_of(data: object, number: int) -> str:
    entries = data.get("anchors") if isinstance(data, dict) else None
    entry = entries[number] if isinstance(entries, list) and number < len(entries) else None
    return f" (“{entry['title']}”)" if isinstance(entry, dict) and entry.get("title") else ""


def _new_anchor(entry: _Entry, credential: MicroCredential) -> NewAnchor:
    kind, _, name = entry.set.partition("/")
    labels = {c.id: [level.label for level in c.levels] for _, c in credential.criteria()}
    scores = {}
    for key, score in entry.scores.items():
        level = score.level
        if isinstance(level, str):
            if level not in labels.get(key, []):
                raise Refused(f"“{entry.title}”: “{key}” has no level “{level}”.")
            level = labels[key].index(level) + 1
        try:
            scores[key] = TrueScore(level=level, rationale=score.rationale)
        except ValidationError:
            raise Refused(f"“{entry.title}”: “{key}” has no level {level}.") from None
    return NewAnchor(kind=AnchorKind(kind), set_name=name.strip() or kind, title=entry.title, scores=scores)


def _given(server: Server, beside: Path, entry: _Entry, new: NewAnchor, credential: MicroCredential) -> Given:
    if entry.submission is not None:
        packet, its = packet_of(server, entry.submission)
        if (its.id, its.version) != (credential.id, credential.version):
            raise Refused(
                f"Submission {entry.submission} is of version {its.version} of “{its.id}”, not of version "
                f"{credential.version} of “{credential.id}”."
            )
        return Given(packet, new, entry.submission)
    folder = beside / (entry.folder or "")
    evidence = evidence_of_folder(server, folder, credential, entry.author)
    return Given(AnchorPacket(attempt=1, evidence=evidence), new, None)
