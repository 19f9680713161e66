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
        content = _File.model_validate(yaml.safe_load(file.read_text("utf-8-sig")))
    except ValidationError as error:
        told = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'the file'}: {each['msg'].removeprefix('Value error, ')}"
            for each in error.errors()
        )
        raise Refused(f"{file} is not of the expected form. {told}. Nothing was added.") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(f"{file} is not YAML: {error}. Nothing was added.") from None
    with server.database.reading() as session:
        credential = newest(session, content.micro_credential)
    scored = [_new_anchor(entry, credential) for entry in content.anchors]
    given = [
        _given(server, file.parent, entry, new, credential) for entry, new in zip(content.anchors, scored, strict=True)
    ]
    return keep_all(server, credential, given)


def _new_anchor(entry: _Entry, credential: MicroCredential) -> NewAnchor:
    kind, _, name = entry.set.partition("/")
    labels = {c.id: [level.label for level in c.levels] for _, c in credential.criteria()}
    scores = {}
    for key, score in entry.scores.items():
        level = score.level
        if isinstance(level, str):
            if level not in labels.get(key, []):
                raise Refused(f"“{entry.title}”: “{key}” has no level “{level}”. Nothing was added.")
            level = labels[key].index(level) + 1
        try:
            scores[key] = TrueScore(level=level, rationale=score.rationale)
        except ValidationError:
            raise Refused(f"“{entry.title}”: “{key}” has no level {level}. Nothing was added.") from None
    return NewAnchor(kind=AnchorKind(kind), set_name=name.strip() or kind, title=entry.title, scores=scores)


def _given(server: Server, beside: Path, entry: _Entry, new: NewAnchor, credential: MicroCredential) -> Given:
    if entry.submission is not None:
        packet, its = packet_of(server, entry.submission)
        if (its.id, its.version) != (credential.id, credential.version):
            raise Refused(
                f"Submission {entry.submission} is of version {its.version} of “{its.id}”, not of version "
                f"{credential.version} of “{credential.id}”. Nothing was added."
            )
        return Given(packet, new, entry.submission)
    folder = beside / (entry.folder or "")
    evidence = evidence_of_folder(server, folder, credential, entry.author)
    return Given(AnchorPacket(attempt=1, evidence=evidence), new, None)
