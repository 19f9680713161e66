"""JSON-LD contexts from files, and the canonical form that is signed. Nothing is ever fetched."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from pyld import jsonld

from assessor_app.assets import resources

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
MULTIKEY = "https://w3id.org/security/multikey/v1"
FILES = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "open-badges-3.0.3.json",
    EXTENSIONS: "open-badges-extensions.json",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.json",
    MULTIKEY: "multikey-v1.json",
}


class UnknownContext(ValueError):
    """A document names a context that is not among the files."""


class UnknownTerm(ValueError):
    """A document has a property that none of its contexts knows: it would not be signed along with the others."""


def canonical(document: dict[str, Any]) -> bytes:
    """RDFC-1.0 as N-Quads (W3C RDF Dataset Canonicalization 1.0). Raises UnknownContext and UnknownTerm.

    For documents of our own making only: the algorithm takes very long on graphs that are made to that end.
    """
    dropped: list[str] = []
    options = {"documentLoader": _load}
    try:
        expanded = jsonld.expand(document, options, on_property_dropped=dropped.append)
        if dropped:
            raise UnknownTerm(f"not in the contexts: {', '.join(sorted(set(map(str, dropped))))}")
        # URDNA2015 is what the algorithm was called before it became a recommendation.
        normal = jsonld.normalize(expanded, {**options, "algorithm": "URDNA2015", "format": "application/n-quads"})
    except jsonld.JsonLdError as error:
        raise _as_ours(error) from error
    return str(normal).encode("utf-8")


def _as_ours(error: BaseException) -> ValueError:
    """pyld wraps what a loader raises, more than once."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, UnknownContext):
            return cause
        cause = cause.__cause__ or cause.__context__
    return ValueError("this is no JSON-LD document that can be signed")


def _load(url: str, _: object) -> dict[str, Any]:
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": context(url),
    }


@lru_cache(maxsize=len(FILES))
def context(url: str) -> dict[str, Any]:
    """A context's document. Raises UnknownContext."""
    if url not in FILES:
        raise UnknownContext(f"the context {url} is not among those that are kept here")
    loaded: dict[str, Any] = json.loads((resources() / "awards" / "contexts" / FILES[url]).read_text(encoding="utf-8"))
    return loaded
