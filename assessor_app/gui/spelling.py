"""Spell check in the background: words of the chosen language, of the rubric, and the person's own."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal

from assessor_app.assets import dictionary
from assessor_app.gui.jobs import Jobs

LANGUAGES = ("en_US", "en_GB", "es_ES", "de_DE", "fr", "pt_PT")
"""Dictionaries that are offered; all of them come with packages."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST_SUGGESTED = 6
_OF_THE_FIELD = ("metacognitive", "metacognition", "microcredential", "formatively", "retroalimentación", "rúbrica")
"""Words that assessors of teachers use and dictionaries lack."""


def language_for(locale: str) -> str:
    """The dictionary for a locale such as ``es_MX``; "" where there is none."""
    if locale in LANGUAGES:
        return locale
    return next((name for name in LANGUAGES if name[:2] == locale[:2].lower()), "")


def words_in(text: str) -> list[tuple[int, str]]:
    """Start and letters of each word that can be misspelt: not codes, abbreviations or names with inner capitals."""
    return [(match.start(), match[0]) for match in _WORD.finditer(text) if _is_ordinary(match[0])]


def _is_ordinary(word: str) -> bool:
    return len(word) > 2 and not word.isupper() and not any(letter.isupper() for letter in word[1:])


class Spelling(QObject):
    """Nothing is wrong until the dictionary is here. ``ready`` says that texts should be looked at again."""

    ready = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._language, self._awake = "", False
        self._checker: Any = None
        self._own: set[str] = set(_OF_THE_FIELD)
        self._known: dict[str, bool] = {}
        # The checker is not made for two threads at once.
        self._lock = threading.Lock()

    @property
    def language(self) -> str:
        return self._language

    def use(self, language: str) -> None:
        """Check in this language from now on; an unknown one or "" checks nothing."""
        wanted = language if language in LANGUAGES else ""
        if wanted == self._language:
            return
        self._language, self._checker = wanted, None
        self._known.clear()
        if self._awake:
            self._load()
        self.ready.emit()

    def wake(self) -> None:
        """Load the dictionary, now that the window is there or somebody writes."""
        if not self._awake:
            self._awake = True
            self._load()

    def _load(self) -> None:
        wanted = self._language
        if wanted:
            self._jobs.run(self, lambda: dictionary(wanted), lambda checker: self._take(wanted, checker))

    def _take(self, language: str, checker: Any) -> None:
        if language == self._language:
            self._checker = checker
            self.ready.emit()

    def know(self, texts: Iterable[str]) -> None:
        """Take the words of these texts for right: the rubric's, or those that the person added."""
        before = len(self._own)
        self._own |= {word.casefold() for text in texts for _, word in words_in(text)}
        if len(self._own) != before and self._checker is not None:
            self.ready.emit()

    def is_wrong(self, word: str) -> bool:
        plain = word.replace("’", "'")
        if self._checker is None or plain.casefold() in self._own:
            return False
        known = self._known.get(plain)
        if known is None:
            if not self._lock.acquire(blocking=False):
                # Suggestions are being looked for; the word is looked at again with the next letter typed.
                return False
            try:
                known = self._known[plain] = bool(self._checker.spell(plain))
            finally:
                self._lock.release()
        return not known

    def suggestions(self, word: str) -> list[str]:
        """What may have been meant, the likeliest first. May take some tenths of a second."""
        checker = self._checker
        if checker is None:
            return []
        with self._lock:
            return [str(found) for found in checker.suggest(word.replace("’", "'"))][:_MOST_SUGGESTED]
