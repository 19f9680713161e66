"""Evidence as the renderers know it: a name for each content, and where its bytes come from."""

from __future__ import annotations

from assessor_app.gui.session import Session
from assessor_app.protocol.packet import Evidence


def document_name(submission_id: str, item: Evidence) -> str:
    return f"{submission_id}/{item.blob.sha256}"


def register(session: Session, submission_id: str, item: Evidence) -> str:
    """Make a piece of evidence known to the renderers. Returns its name there."""
    name, store = document_name(submission_id, item), session.store
    # A link of a packet without snapshots is a list of addresses, which is text.
    media_type = "text/plain" if item.blob.media_type == "text/uri-list" else item.blob.media_type
    rendition = item.rendition
    session.pool.register(
        name,
        lambda: store.blob(submission_id, item.blob.sha256),
        media_type,
        (lambda: store.blob(submission_id, rendition.sha256)) if rendition is not None else None,
    )
    return name


def is_recording(item: Evidence) -> bool:
    return item.blob.media_type.startswith(("audio/", "video/"))
