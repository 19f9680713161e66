"""What an assessor's computer can see of a packet, as numbers, and classifiers that try to tell by it what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from assessor_app.protocol.packet import Manifest, SignedManifest
from assessor_app.protocol.sync import AssignmentData
from assessor_app.server.opening import Server

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
Numbers = NDArray[np.float64]


@dataclass
class Seen:
    """One packet: how it came (``place`` of ``batch`` new ones, as the ``turn``-th), and how it was since then."""

    first: AssignmentData
    place: int
    batch: int
    turn: int
    gap: float
    """Seconds between its lease and the one before it."""
    last: AssignmentData | None = None
    handed_in: datetime | None = None
    nearest: float = -1.0
    """Seconds to the nearest due time in the same queue."""


def features(server: Server, seen: Seen) -> dict[str, float]:
    """Every field and file of the packet as numbers."""
    row, last = seen.first, seen.last or seen.first
    raw = server.blobs.path(row.manifest).read_bytes()
    manifest = Manifest.model_validate(SignedManifest.model_validate_json(raw).manifest)
    sizes = [blob.size for blob in manifest.blobs().values()]
    return {
        "place": seen.place, "batch": seen.batch, "turn": seen.turn, "gap": seen.gap, "nearest due": seen.nearest,
        "attempt": row.attempt, "version": row.version, "state": float(len(row.state)),
        "count": row.evidence_count, "bytes": row.evidence_bytes, "manifest": len(raw),
        "largest": max(sizes), "smallest": min(sizes), "spread": float(np.std(sizes)),
        "words": float(sum(item.words or 0 for item in manifest.evidence)),
        "titles": float(sum(len(item.title) for item in manifest.evidence)),
        "earlier": len(manifest.earlier), "similar": len(manifest.similar),
        "left": (row.due_at - row.lease_until).total_seconds(),
        "due of the minute": row.due_at.timestamp() % 60, "due of the second": row.due_at.microsecond,
        "prepared of the second": manifest.created_at.microsecond,
        "prepared before due": (row.due_at - manifest.created_at).total_seconds(),
        "prepared before lease": (row.lease_until - manifest.created_at).total_seconds(),
        "id": float(int(row.id[:6], 16)),
        "last version": last.version, "decided": float(last.decided_outcome is not None),
        "awarded": float(last.awarded_at is not None), "reasons": len(last.returned_reasons),
        # To 10 ms: in between is a network, which takes longer than the rules do.
        "received after decided": round(_between(last.received_at, last.decided_at), 2),
        "awarded after received": _between(last.awarded_at, last.received_at),
        "decided after handed in": _between(last.decided_at, seen.handed_in),
        **{f"letter {n}": float(ALPHABET.index(c)) for n, c in enumerate(row.submission_id[2:].replace("-", ""))},
    }  # fmt: skip


def _between(later: datetime | None, earlier: datetime | None) -> float:
    return (later - earlier).total_seconds() if later is not None and earlier is not None else -1.0


def matrix(rows: Sequence[dict[str, float]]) -> Numbers:
    """Standardised columns, the constant ones left out."""
    values = np.array([list(row.values()) for row in rows], dtype=float)
    values = values[:, values.std(axis=0) > 0]
    return np.asarray((values - values.mean(axis=0)) / values.std(axis=0))


def areas(x: Numbers, y: Numbers, evidence: Sequence[str], folds: int = 5) -> dict[str, float]:
    """Area under the curve of several classifiers, each asked of packets whose evidence it was not trained on.

    Nobody meets the same evidence twice, so recognising it again does not count.
    """
    groups = np.array([int(name[:8], 16) % folds for name in evidence])
    scores = {name: np.zeros(len(y)) for name in ("logistic", "neighbours", "stumps")}
    for fold in range(folds):
        test = groups == fold
        train = ~test
        scores["logistic"][test] = _logistic(x[train], y[train], x[test])
        scores["neighbours"][test] = _neighbours(x[train], y[train], x[test])
        scores["stumps"][test] = _stumps(x[train], y[train], x[test])
    return {name: area(values, y) for name, values in scores.items()}


def area(scores: Numbers, y: Numbers) -> float:
    """The chance that one of the sought scores above one of the others (Mann and Whitney); ties count half."""
    ours, others = scores[y == 1], scores[y == 0]
    wins = (ours[:, None] > others[None, :]).sum() + 0.5 * (ours[:, None] == others[None, :]).sum()
    return float(wins / (len(ours) * len(others)))


def chance_spread(y: Numbers) -> float:
    """The standard deviation of :func:`area` where nothing can be told (Hanley and McNeil 1982)."""
    a, b = float((y == 1).sum()), float((y == 0).sum())
    return float(np.sqrt((a + b + 1) / (12 * a * b)))


def _logistic(x: Numbers, y: Numbers, asked: Numbers, steps: int = 400, ridge: float = 0.05) -> Numbers:
    weights, bias = np.zeros(x.shape[1]), 0.0
    for _ in range(steps):
        wrong = 1 / (1 + np.exp(-(x @ weights + bias))) - y
        weights -= 0.3 * (x.T @ wrong / len(y) + ridge * weights)
        bias -= 0.3 * float(wrong.mean())
    return np.asarray(asked @ weights + bias)


def _neighbours(x: Numbers, y: Numbers, asked: Numbers, k: int = 9) -> Numbers:
    distances = ((asked[:, None, :] - x[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(y[np.argsort(distances, axis=1)[:, :k]].mean(axis=1))


def _stumps(x: Numbers, y: Numbers, asked: Numbers, rounds: int = 30) -> Numbers:
    """AdaBoost of one-field thresholds (Freund and Schapire 1997): finds what is only at one end of a field."""
    weights, signs = np.full(len(y), 1 / len(y)), np.where(y == 1, 1.0, -1.0)
    total = np.zeros(len(asked))
    cuts = np.quantile(x, np.linspace(0.05, 0.95, 19), axis=0)
    for _ in range(rounds):
        best = (0.5, 0, 0.0, 1.0)
        for column in range(x.shape[1]):
            above = np.where(x[:, column][None, :] > cuts[:, column][:, None], 1.0, -1.0)
            errors = (weights[None, :] * (above != signs[None, :])).sum(axis=1)
            for sign, some in ((1.0, errors), (-1.0, 1 - errors)):
                at = int(some.argmin())
                if some[at] < best[0]:
                    best = (float(some[at]), column, float(cuts[at, column]), sign)
        error, column, cut, sign = best
        strength = 0.5 * np.log((1 - error) / max(error, 1e-9))
        said = sign * np.where(x[:, column] > cut, 1.0, -1.0)
        weights *= np.exp(-strength * signs * said)
        weights /= weights.sum()
        total += strength * sign * np.where(asked[:, column] > cut, 1.0, -1.0)
    return np.asarray(total)
