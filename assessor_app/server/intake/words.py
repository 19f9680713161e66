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
        return any(_has(language, word) for language in LANGUAGES)


def _has(language: str, word: str) -> bool:
    try:
        return bool(dictionary(language).spell(word))
    except UnicodeEncodeError:
        # Letters that the dictionary's own encoding lacks are in none of its words.
        return False
