from __future__ import annotations

import statistics
from collections.abc import Sequence


def spread(ours: Sequence[float], peer: Sequence[float]) -> dict[str, float | int]:
    """Seconds of both, in turns, and how many times the peer's median ours is."""
    return {
        "runs": len(ours),
        "ours_seconds": round(statistics.median(ours), 4),
        "ours_worst_seconds": round(max(ours), 4),
        "peer_seconds": round(statistics.median(peer), 4),
        "ratio": round(statistics.median(ours) / statistics.median(peer), 3),
    }
