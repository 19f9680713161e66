"""Links that evidence brings along: they lead out of the review, so a person decides, and sees the whole address."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from assessor_app.domain.addresses import Refusal, WebAddress
from assessor_app.gui import theme
from assessor_app.gui.widgets import button, column, label

ADDRESS_ROWS, WIDTH = 4, 520


def _tr(text: str) -> str:
    return QCoreApplication.translate("links", text)


def refusal_words(refusal: Refusal) -> str:
    return {
        Refusal.NOT_WEB: _tr("It is not opened: it would start another program than a browser."),
        Refusal.DISGUISED: _tr("It is not opened: it is written so that it seems to lead elsewhere than it does."),
        Refusal.NEARBY: _tr("It is not opened: it leads to this computer or its own network."),
        Refusal.BROKEN: _tr("It is not opened: it is not a complete web address."),
    }[refusal]


class LinkDialog(QDialog):
    """Accepted: open it."""

    def __init__(self, address: WebAddress, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open a link from the evidence"))
        look = theme.current()
        layout = column(self, (20, 18, 20, 16), 10)
        layout.addWidget(label(self.tr("Open this address in the browser?"), "title", wrap=True))
        shown = QPlainTextEdit(address.full)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName(self.tr("The whole address"))
        shown.setFont(look.font(theme.BODY))
        row = shown.fontMetrics().lineSpacing()
        shown.setMinimumHeight(2 * row + look.px(28))
        shown.setMaximumHeight(ADDRESS_ROWS * row + look.px(28))
        layout.addWidget(shown, 1)
        copy = button(self.tr("Copy the address"), lambda: QGuiApplication.clipboard().setText(address.full), "link")
        copy.setAutoDefault(False)
        layout.addWidget(copy, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(label(self.tr("The website is {host}").format(host=address.host), wrap=True))
        for words in self._warnings(address):
            layout.addWidget(label(words, "attention", wrap=True))
        leaves = self.tr(
            "This leaves the anonymity of the review. The website learns this computer's network address and when "
            "somebody looked, and may know who you are. What it shows may tell who the applicant is."
        )
        layout.addWidget(label(leaves, wrap=True))
        buttons = QDialogButtonBox()
        yes = buttons.addButton(self.tr("Open in browser"), QDialogButtonBox.ButtonRole.AcceptRole)
        no = buttons.addButton(self.tr("Stay here"), QDialogButtonBox.ButtonRole.RejectRole)
        yes.setAutoDefault(False)
        no.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        no.setFocus(Qt.FocusReason.OtherFocusReason)
        # By itself Qt leaves a dialog two thirds of a screen's height, whatever its words need.
        width = look.px(WIDTH)
        self.setMinimumWidth(width)
        self.resize(width, layout.totalHeightForWidth(width))

    def _warnings(self, address: WebAddress) -> list[str]:
        words = []
        if address.letters:
            unusual = self.tr(
                "Its name is written “{letters}”, with letters that may look like others. What counts is the address "
                "above."
            )
            words.append(unusual.format(letters=address.letters))
        if not address.encrypted:
            words.append(self.tr("The connection is not encrypted: others on the way can read it."))
        return words


def open_link(address: WebAddress, parent: QWidget) -> bool:
    """Ask, and open the address if that is what the person wants. False: it stayed closed."""
    if LinkDialog(address, parent).exec() != QDialog.DialogCode.Accepted:
        return False
    return QDesktopServices.openUrl(QUrl(address.full, QUrl.ParsingMode.StrictMode))
