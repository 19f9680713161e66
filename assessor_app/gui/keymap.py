"""Which keys an action has on this computer: the usual ones, or those that the person chose.

Keys of one character (WCAG 2.2, 2.1.4) can be switched off as a whole; every action keeps its other keys and its entry
in the list of actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtGui import QKeySequence


def is_single_character(key: str) -> bool:
    """Whether a key sequence is one letter, digit or sign, without Ctrl, Alt or Meta."""
    words = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    return len(words.removeprefix("Shift+")) == 1


_APART = {
    "queue": {"review", "viewer", "approval", "media", "compare"},
    "compare": {"review", "viewer", "media", "queue"},
}
"""Screens that are never in sight together, by the first part of their actions' names."""


def meet(name: str, other: str) -> bool:
    """Whether two actions can be in reach of a key at the same time."""
    one, two = name.partition(".")[0], other.partition(".")[0]
    return two not in _APART.get(one, ()) and one not in _APART.get(two, ())


class KeyMap:
    """``chosen`` is action name → keys in Qt's portable form; none at all is a choice too."""

    def __init__(self, chosen: Mapping[str, Iterable[str]] | None = None, *, single_characters: bool = True) -> None:
        self._chosen = {name: tuple(keys) for name, keys in (chosen or {}).items()}
        self.single_characters = single_characters

    def keys(self, name: str, usual: Iterable[str]) -> tuple[str, ...]:
        """The keys that an action has now. What a person chose for one is no longer another's usual key."""
        keys = self._chosen.get(name)
        if keys is None:
            keys = tuple(key for key in usual if not self._taken_from(name, key))
        return keys if self.single_characters else tuple(key for key in keys if not is_single_character(key))

    def _taken_from(self, name: str, key: str) -> bool:
        return any(key in keys and meet(name, other) for other, keys in self._chosen.items())

    def is_changed(self, name: str) -> bool:
        return name in self._chosen

    def with_keys(self, name: str, keys: Iterable[str] | None) -> KeyMap:
        """The map with other keys for an action; None gives it its usual ones back."""
        chosen = {key: value for key, value in self._chosen.items() if key != name}
        if keys is not None:
            chosen[name] = tuple(keys)
        return KeyMap(chosen, single_characters=self.single_characters)

    def with_single_characters(self, on: bool) -> KeyMap:
        return KeyMap(self._chosen, single_characters=on)

    @property
    def chosen(self) -> dict[str, list[str]]:
        """For keeping."""
        return {name: list(keys) for name, keys in self._chosen.items()}
