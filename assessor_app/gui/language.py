"""The language of the screens: English, which the code is written in, or a translation of it."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from assessor_app.assets import resources

_NAME = "language"
# Whose dates and numbers go with a language that is not the system's own.
_LOCALES = {
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
    "es": QLocale(QLocale.Language.Spanish, QLocale.Country.LatinAmerica),
}


def available() -> tuple[str, ...]:
    """The languages there are, as two-letter codes."""
    return tuple(_LOCALES)


def use_language(app: QApplication, code: str) -> None:
    """Have everything that is made from now on speak this language; "" is the system's, or else English.

    Dates and numbers keep the system's manner where the system speaks the same language.
    """
    chosen = code if code in _LOCALES else _system_language()
    system = QLocale.system()
    QLocale.setDefault(system if _code(system.name()) == chosen else _LOCALES[chosen])
    for earlier in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(earlier)
        earlier.setParent(None)
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # The one that is installed last is asked first.
    for file, folder in (("qtbase", qt), ("assessor", str(resources() / "translations"))):
        translator = QTranslator(app)
        translator.setObjectName(_NAME)
        if translator.load(f"{file}_{chosen}", folder):
            app.installTranslator(translator)


def _system_language() -> str:
    spoken = (_code(name) for name in QLocale.system().uiLanguages())
    return next((code for code in spoken if code in _LOCALES), "en")


def _code(name: str) -> str:
    return name.replace("-", "_").partition("_")[0]
