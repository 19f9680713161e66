"""A round's result: agreement by criterion, the measures as a whole, and own and true levels side by side."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QVBoxLayout, QWidget

from assessor_app.gui import icons, theme
from assessor_app.gui.calibration.results import Compared, CriterionResult, PacketResult, RoundResult
from assessor_app.gui.calibration.rows import ReadRow, Rows, heading_of, signed
from assessor_app.gui.calibration.state import Round
from assessor_app.gui.calibration.words import (
    agreed_words,
    closeness_words,
    compared_spoken,
    counted_words,
    level_words,
    measures_of,
    named_words,
    needs_words,
    round_title,
    verdict_words,
)
from assessor_app.gui.flow import FlowLayout
from assessor_app.gui.insights.figure import Point
from assessor_app.gui.insights.words import interval_words, ninety_five, point_words, value_words
from assessor_app.gui.widgets import ElidedButton, FlowingLabel, clear, column, label

CELL = 190
"""Width of a level in the side-by-side, so that levels stand beneath each other as long as there is room."""


class ResultView(QWidget):
    """``chosen`` is the packet that is looked at."""

    opened = Signal(str)
    chose = Signal(str)

    def __init__(self, round_: Round, result: RoundResult, until: datetime | None, chosen: str = "") -> None:
        super().__init__()
        self._round, self.result = round_, result
        self.chosen = chosen if any(each.submission_id == chosen for each in result.packets) else ""
        self.chosen = self.chosen or (result.packets[0].submission_id if result.packets else "")
        px = theme.current().px
        layout = column(self, (0, px(4), 0, 0), px(8))
        if not result.criteria:
            words = self.tr("This was of an earlier version of the rubric, which has none of these criteria any more.")
            layout.addWidget(label(words, "secondary", wrap=True))
            return
        layout.addWidget(label(verdict_words(round_, result.short, until), wrap=True))
        layout.addSpacing(px(6))
        self._add_criteria(layout)
        layout.addSpacing(px(10))
        self._add_measures(layout)
        layout.addSpacing(px(10))
        self._add_packets(layout)

    def _add_criteria(self, layout: QVBoxLayout) -> None:
        title = self.tr("Agreement by criterion")
        layout.addWidget(label(title, "label"))
        self.criteria = Rows([_criterion_row(each) for each in self.result.criteria], title)
        layout.addWidget(self.criteria)

    def _add_measures(self, layout: QVBoxLayout) -> None:
        title = self.tr("Agreement as a whole")
        layout.addWidget(label(title, "label"))
        rows = [MeasureRow(*each) for each in measures_of(self.result)]
        self.measures = Rows(rows, f"{title}: {round_title(self._round)}")
        layout.addWidget(self.measures)
        words = self.tr("n counts ratings. Levels of one packet belong together, which the interval of exact agreement "
                        "takes into account.")  # fmt: skip
        if self.result.left_out:
            words += " " + self.tr(
                "The coefficients leave out {n} criteria, which have another number of levels than the others, and "
                "whatever went wrong in them."
            ).format(n=self.result.left_out)
        layout.addWidget(label(words, "secondary", wrap=True))

    def _add_packets(self, layout: QVBoxLayout) -> None:
        layout.addWidget(label(self.tr("Side by side"), "label"))
        chooser = FlowLayout(spacing=theme.current().px(6))
        self.buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for each in self.result.packets:
            words = self.tr("{id}: {n} of {total} the same").format(
                id=each.submission_id, n=each.exact, total=len(each.compared)
            )
            entry = ElidedButton(words, "filter")
            entry.clicked.connect(partial(self._on_chosen, each.submission_id))
            entry.setCheckable(True)
            entry.setChecked(each.submission_id == self.chosen)
            entry.setObjectName(f"packet {each.submission_id}")
            group.addButton(entry)
            chooser.addWidget(entry)
            self.buttons[each.submission_id] = entry
        layout.addLayout(chooser)
        self._place = QVBoxLayout()
        self._place.setSpacing(theme.current().px(6))
        layout.addLayout(self._place)
        self._show_packet()

    def _on_chosen(self, submission_id: str, _: bool = False) -> None:
        self.choose(submission_id)

    def choose(self, submission_id: str) -> None:
        self.chosen = submission_id
        self.buttons[submission_id].setChecked(True)
        self._show_packet()
        self.chose.emit(submission_id)

    def _show_packet(self) -> None:
        clear(self._place)
        packet = next(each for each in self.result.packets if each.submission_id == self.chosen)
        self.side_by_side = side_by_side(packet)
        self._place.addWidget(self.side_by_side)
        here = any(each.submission_id == self.chosen and each.row is not None for each in self._round.packets)
        if here:
            words = self.tr("Look at the evidence of {id}").format(id=self.chosen)
            again = ElidedButton(words)
            again.setIcon(icons.icon("eye"))
            again.clicked.connect(lambda _=False: self.opened.emit(self.chosen))
            again.setObjectName("evidence")
            self._place.addWidget(again)


def side_by_side(packet: PacketResult) -> Rows:
    return Rows([ComparedRow(each) for each in packet.compared], packet.submission_id)


def _criterion_row(result: CriterionResult) -> ReadRow:
    """«✓ 4 of 5 · needs 4 of 5»."""
    agreed, needs = agreed_words(result), needs_words(result)
    row = ReadRow(f"{named_words(result.name)}: {agreed}, {needs}")
    tone = ("check", "good") if result.reached else ("warning", "attention")
    line = FlowLayout(spacing=theme.current().px(12))
    line.addWidget(heading_of(result.name))
    line.add_stretch()
    line.addWidget(signed(agreed, *tone))
    line.addWidget(label(needs, "secondary"))
    row.inner.addLayout(line)
    return row


class MeasureRow(ReadRow):
    """A measure under its own name, with its n, its interval, and what is to be said of it. ``part`` says of how many
    criteria it is, where those are not all."""

    def __init__(self, name: str, point: Point, part: str = "") -> None:
        super().__init__(", ".join(filter(None, (f"{name}: {point_words(point)}", part))))
        px = theme.current().px
        line = FlowLayout(spacing=px(8))
        for words, tone, least in (
            (name, "", 280),
            (value_words(point), "strong", 76),
            (", ".join(filter(None, (counted_words(point.n), part))), "secondary", 64),
            (self._doubt(point), "secondary", 0),
        ):
            if words:
                line.addWidget(FlowingLabel(words, tone, px(least)))
        self.inner.setContentsMargins(px(10), px(6), px(10), px(6))
        self.inner.addLayout(line)

    def _doubt(self, point: Point) -> str:
        """The interval, or why there is none, or why there is no value at all."""
        if point.value is None:
            return point.why
        words = interval_words(point, ninety_five()) or self.tr("no interval can be given")
        return f"{words} · {self.tr('too few to tell')}" if point.is_small else words


class ComparedRow(ReadRow):
    def __init__(self, compared: Compared) -> None:
        super().__init__(compared_spoken(compared))
        px = theme.current().px
        self.inner.addWidget(heading_of(compared.name, wide=True))
        levels = FlowLayout(spacing=px(8))
        levels.setContentsMargins(px(24), 0, 0, 0)
        levels.addWidget(self._level(self.tr("You"), level_words(compared.own, compared.own_label)))
        levels.addWidget(self._level(self.tr("Issuer"), level_words(compared.true, compared.true_label)))
        word, icon, tone = closeness_words(compared.closeness)
        levels.addWidget(signed(word, icon, tone))
        self.inner.addLayout(levels)
        why = label(compared.rationale or self.tr("The issuer gave no reason."), wrap=True)
        why.setContentsMargins(px(24), 0, 0, 0)
        self.inner.addWidget(why)

    def _level(self, whose: str, words: str) -> QWidget:
        cell = QWidget()
        layout = QGridLayout(cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(0)
        layout.addWidget(label(whose, "secondary"), 0, 0)
        layout.addWidget(FlowingLabel(words, least=theme.current().px(CELL)), 1, 0)
        return cell
