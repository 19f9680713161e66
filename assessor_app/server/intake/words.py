"""Whether something is a word: what a name shares with the language says nothing of a person."""

from __future__ import annotations

import threading
from functools import lru_cache

from assessor_app.assets import dictionary

LANGUAGES = ("en_US", "es_ES")
_lock = threading.Lock()


@lru_cache(maxsize=100_000)
def is_word(word: str) -> bool:
    """Written just so: “grace” and “Maria” are words, “maria” is none."""
    with _lock:
        return any(dictionary(language).spell(word) for language in LANGUAGES)
