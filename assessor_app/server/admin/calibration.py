"""Anchors, calibrations and the distribution of work, as an issuer and an administrator see to them."""

from __future__ import annotations

import argparse
from typing import Any

from sqlalchemy import func, select

from assessor_app.domain.calibration import AnchorKind
from assessor_app.protocol.insights import RaterView
from assessor_app.server.opening import Server
from assessor_app.server.preparing.anchor_files import load_anchors
from assessor_app.server.services import anchors, calibrating, distribution, tallying
from assessor_app.server.services.anchor_sets import every_anchor
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.pool_insights import pool_insights
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.calibration_models import Presentation


def load(server: Server, args: argparse.Namespace) -> str:
    if not args.file.is_file():
        raise Refused(f"There is no file {args.file}.")
    ids = load_anchors(server, args.file)
    return f"Added {len(ids)} anchors. “admin anchors list” shows them, and how often each was given."


def listed(server: Server, args: argparse.Namespace) -> list[dict[str, Any]]:
    with server.database.reading() as session:
        used = dict(
            session.execute(select(Presentation.anchor_id, func.count()).group_by(Presentation.anchor_id)).all()
        )
        versions: dict[str, int] = {}
        rows = []
        for anchor in every_anchor(session, args.micro_credential or ""):
            key = anchor.micro_credential_id
            versions.setdefault(key, newest(session, key).version)
            retired = anchor.retired_at is not None or anchor.micro_credential_version != versions[key]
            rows.append(
                {
                    "id": anchor.id[:8],
                    "micro_credential": f"{key}@{anchor.micro_credential_version}",
                    "set": anchor.kind if anchor.kind == anchor.set_name else f"{anchor.kind}/{anchor.set_name}",
                    "title": anchor.title,
                    "from": anchor.source_id or "written for it",
                    "given": used.get(anchor.id, 0),
                    "state": "retired" if retired else "in use",
                }
            )
        return rows


def retire(server: Server, args: argparse.Namespace) -> str:
    anchor = anchors.retire(server, args.anchor)
    return f"“{anchor.title}” is given to nobody any more; what was scored on it stays."


def make(server: Server, args: argparse.Namespace) -> str:
    """An anchor of a double-scored submission, with the levels that it was decided on."""
    kind, _, name = args.set.partition("/")
    if kind not in set(AnchorKind) or (kind == AnchorKind.QUALIFICATION and not name):
        raise Refused("--set is practice, qualification/NAME or validity.")
    anchor_id = anchors.from_decided(server, args.submission, AnchorKind(kind), name or kind, args.title)
    return f"Submission {args.submission} is an anchor now: {anchor_id[:8]}."


def distribute(server: Server, args: argparse.Namespace) -> str:
    given = distribution.distribute(server)
    late = distribution.give_expected_validity(server)
    told = (
        f"Gave out {given.assigned} submissions, {given.second_readings} second readings and "
        f"{given.validity + late} validity packets."
    )
    if given.waiting:
        told += f" For {len(given.waiting)} nobody is fit and free: {', '.join(given.waiting[:10])}."
    return told


def another_attempt(server: Server, args: argparse.Namespace) -> str:
    calibrating.give_another_attempt(server, args.email, args.micro_credential)
    return f"{args.email} has all attempts at {args.micro_credential} again."


def raters(server: Server, args: argparse.Namespace) -> list[dict[str, Any]]:
    with server.database.reading() as session:
        found = pool_insights(session, newest(session, args.micro_credential))
    return [
        {
            "name": rater.name,
            "standing": rater.standing.value.replace("_", " "),
            "until": f"{rater.until:%Y-%m-%d}" if rater.until else "",
            "true": f"{rater.true.exact} of {rater.true.ratings}",
            "final": f"{rater.final.exact} of {rater.final.ratings}",
            "drift": _drift_words(rater),
            "corrected": f"{rater.corrected} of {rater.wrong}" if rater.wrong else "",
            "alike": ", ".join(rater.copies),
        }
        for rater in found.raters
    ]


def _drift_words(rater: RaterView) -> str:
    if not rater.true.portfolios:
        return "nothing yet"
    return rater.drift if rater.drift_kind is None else f"{rater.drift}, {rater.drift_kind}"


def reckon(server: Server, args: argparse.Namespace) -> str:
    with server.database.writing() as session:
        tallying.rebuild(session)
    return "Reckoned the sums of all insights anew."
