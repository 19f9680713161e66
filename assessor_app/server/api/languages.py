"""Which of our languages a browser asks for."""

from __future__ import annotations

from fastapi import Request

from assessor_app.server.services.accounts import Language


def language_of(request: Request) -> Language:
    """The first of our languages that the browser asks for (RFC 9110, section 12.5.4); English otherwise."""
    wanted: list[tuple[float, str]] = []
    for part in request.headers.get("Accept-Language", "").split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), tag.strip().casefold()[:2]))
        except ValueError:
            continue
    known = {language.value for language in Language}
    return Language(next((tag for _, tag in sorted(wanted, key=lambda each: each[0]) if tag in known), "en"))
