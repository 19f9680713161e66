"""How a person likes to work: language, look, size, spelling, hints, notices and the time to undo."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QWidget

from assessor_app.gui import theme
from assessor_app.gui.preferences import Look, Preferences
from assessor_app.gui.spelling import LANGUAGES
from assessor_app.gui.widgets import column, label

SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)


class PreferencesDialog(QDialog):
    """``preferences`` is what was chosen."""

    def __init__(self, before: Preferences, parent: QWidget) -> None:
        super().__init__(parent)
        self._before = before
        self.setWindowTitle(self.tr("Preferences"))
        self.setMinimumWidth(theme.current().px(480))
        layout = column(self, (20, 18, 20, 16), 10)
        layout.addWidget(label(self.tr("Preferences"), "title"))
        self._form = QFormLayout()
        self._form.setSpacing(8)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._language = self._choice(
            self.tr("Language"), {"": self.tr("As the system"), "en": "English", "es": "Español"}, before.language
        )
        looks = {
            Look.SYSTEM: self.tr("As the system"), Look.LIGHT: self.tr("Light"), Look.DARK: self.tr("Dark"),
            Look.CONTRAST: self.tr("High contrast"),
        }  # fmt: skip
        self._look = self._choice(self.tr("Look"), looks, before.look)
        self._scale = self._choice(self.tr("Size of text"), {s: f"{s:.0%}" for s in SCALES}, before.text_scale)
        dictionaries = {"": self.tr("As the language"), **{name: _language_name(name) for name in LANGUAGES}}
        self._check = self._switch(self.tr("Check spelling while writing"), before.check_spelling)
        self._spelling = self._choice(self.tr("Dictionary"), dictionaries, before.spelling)
        self._hints = self._switch(self.tr("Gentle hints about feedback"), before.feedback_hints)
        self._notify = self._switch(self.tr("Notices of news and due times"), before.notify)
        self._motion = self._switch(self.tr("Less motion"), before.reduced_motion)
        self._single = self._switch(self.tr("Keys of a single character, such as J or H"), before.single_character_keys)
        self._undo = QSpinBox()
        self._undo.setRange(0, 600)
        self._undo.setSuffix(" s")
        self._undo.setValue(before.undo_seconds)
        self._undo.setAccessibleName(self.tr("Time to undo what was handed in"))
        self._form.addRow(self.tr("Time to undo what was handed in"), self._undo)
        self._lock = QSpinBox()
        self._lock.setRange(0, 24 * 60)
        self._lock.setSuffix(" min")
        self._lock.setSpecialValueText(self.tr("As the server asks"))
        self._lock.setValue(before.lock_minutes)
        self._lock.setAccessibleName(self.tr("Lock after a pause of"))
        self._form.addRow(self.tr("Lock after a pause of"), self._lock)
        layout.addLayout(self._form)
        words = self.tr("Language, look, motion and size of text change when the application is opened the next time.")
        layout.addWidget(label(words, "secondary", wrap=True))
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.button(standard.Ok).setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _choice(self, words: str, choices: dict[Any, str], chosen: Any) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(words)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for value, name in choices.items():
            combo.addItem(name, value)
        # The style's padding is not part of the hint.
        combo.setMinimumWidth(combo.sizeHint().width() + theme.current().px(8))
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        self._form.addRow(words, combo)
        return combo

    def _switch(self, words: str, on: bool) -> QCheckBox:
        box = QCheckBox(words)
        box.setChecked(on)
        self._form.addRow(box)
        return box

    def preferences(self) -> Preferences:
        return self._before.model_copy(
            update={
                "language": str(self._language.currentData()),
                "look": Look(self._look.currentData()),
                "text_scale": float(self._scale.currentData()),
                "check_spelling": self._check.isChecked(),
                "spelling": str(self._spelling.currentData()),
                "feedback_hints": self._hints.isChecked(),
                "notify": self._notify.isChecked(),
                "reduced_motion": self._motion.isChecked(),
                "single_character_keys": self._single.isChecked(),
                "undo_seconds": self._undo.value(),
                "lock_minutes": self._lock.value(),
            }
        )


def _language_name(name: str) -> str:
    locale = QLocale(name)
    own = locale.nativeLanguageName()
    return f"{own[:1].upper()}{own[1:]}"
