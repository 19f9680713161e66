"""How a person likes to work on this computer. Kept as a small file beside the profile; nothing in it is private."""

from __future__ import annotations

import json
import os
import tempfile
from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationError

from assessor_app.domain.value import Value

FILE = "preferences.json"


class Look(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Preferences(Value):
    """``language`` and ``spelling`` are two-letter codes, "" for the system's; ``undo_seconds`` is how long work that
    was handed in waits before it is sent; ``text_scale`` is 1.0 to 2.0. ``lock_minutes`` is after how long a pause the
    window locks, where that is sooner than the server asks; 0 leaves it to the server."""

    language: str = ""
    spelling: str = ""
    check_spelling: bool = True
    look: Look = Look.SYSTEM
    text_scale: float = Field(default=1.0, ge=1.0, le=2.0)
    reduced_motion: bool = False
    single_character_keys: bool = True
    keys: dict[str, list[str]] = Field(default_factory=dict)
    undo_seconds: int = Field(default=15, ge=0, le=600)
    lock_minutes: int = Field(default=0, ge=0, le=24 * 60)
    notify: bool = False
    feedback_hints: bool = True


def load(folder: Path) -> Preferences:
    """What was kept; the usual where nothing was, or where it can't be read."""
    try:
        return Preferences.model_validate_json((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValidationError, ValueError):
        return Preferences()


def keep(folder: Path, preferences: Preferences) -> None:
    """Write them as a whole or not at all. Raises OSError."""
    content = json.dumps(preferences.model_dump(mode="json", exclude_defaults=True), indent=2, ensure_ascii=False)
    handle, name = tempfile.mkstemp(dir=folder, prefix="preferences-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content + "\n")
        Path(name).replace(folder / FILE)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
