"""Days and moments in the words of a language, in the recipient's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """Writes moments in ``language`` (en or es) as clocks in ``zone`` show them."""

    language: str = "en"
    zone: tzinfo = UTC

    def day(self, moment: datetime) -> str:
        """Thursday, 3 December 2026; jueves, 3 de diciembre de 2026."""
        there = moment.astimezone(self.zone)
        weekday = _WEEKDAYS[self.language][there.weekday()]
        month = _MONTHS[self.language][there.month - 1]
        if self.language == "es":
            return f"{weekday}, {there.day} de {month} de {there.year}"
        return f"{weekday}, {there.day} {month} {there.year}"

    def moment(self, moment: datetime) -> str:
        """The day with its time, and whose time it is."""
        there = moment.astimezone(self.zone)
        return f"{self.day(moment)}, {there:%H:%M} ({there.tzname()})"
