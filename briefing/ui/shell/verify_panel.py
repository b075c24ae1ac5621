"""Quotes held against the documents: what was found, what was altered, and where, below the tabs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from briefing.i18n import _, ngettext
from briefing.services import verifying
from briefing.services.verifying import Outcome, Piece
from briefing.ui import theme
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.shell.drawer import Drawer
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.verifying import Verdict
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress

_PILLS = {
    Outcome.FOUND: "new",
    Outcome.ELSEWHERE: "warn",
    Outcome.ALTERED: "warn",
    Outcome.NOT_FOUND: "error",
}
#: What needs a person comes first.
_ORDER = (Outcome.NOT_FOUND, Outcome.ALTERED, Outcome.ELSEWHERE, Outcome.FOUND)


class VerifyPanel(Drawer):
    """Verdicts on quotes, the doubtful first; the words that differ are marked below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Quotes against documents"), parent)
        self._session = session
        self.verdicts: dict[str, Verdict] = {}
        self.all_button = self.add_button(
            _("Verify all quotes"), _("Hold every quote of this briefing against the documents")
        )
        self.all_button.clicked.connect(self.verify_all)
        self.compared = QLabel(self)
        self.compared.setTextFormat(Qt.TextFormat.RichText)
        self.compared.setWordWrap(True)
        self.compared.setMargin(theme.px(10))
        self.compared.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.compared)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.hide()
        self.column.addWidget(self.area)
        session.briefing_changed.connect(self._on_briefing_changed)
        theme.current().theme_changed.connect(self._on_words_theme)

    def verify_all(self) -> None:
        """Verify every quote of the open briefing."""
        briefing = self._session.briefing_id
        if briefing is not None:
            self.verify(None)

    def verify(self, quote_ids: Sequence[str] | None) -> None:
        """Verify some quotes in the background, or with None all of the open briefing."""
        ws, briefing = self._session.workspace, self._session.briefing_id
        if briefing is None:
            return
        self.counted.setText(_("Reading the documents…"))

        def job(progress: Progress, token: CancelToken) -> list[Verdict]:
            def report(done: int, total: int, what: str) -> None:
                token.check()
                progress.report(done, total, what[:40])

            wanted = quote_ids if quote_ids is not None else verifying.quotes_of(ws, briefing)
            return verifying.verify_quotes(ws, wanted, report)

        self._session.tasks.run(
            job, self._on_verified, name=_("Verify quotes"), executor=Executor.IO, owner=self
        )

    def open_row(self, entry: Entry) -> None:
        """Show the words in their document; a quote that was not found is shown itself."""
        verdict = self.verdicts.get(entry.id)
        if verdict is None:
            return
        if verdict.passage_id and verdict.outcome is not Outcome.ALTERED:
            self._session.open_entry(Entry("passage", verdict.passage_id))
        elif verdict.document_id:
            self._session.show_words((verdict.document_id, verdict.start, verdict.end))
            # Beside the document stands what the quote rests on, not the document itself.
            self._session.select(Entry("quote", verdict.quote_id))
        else:
            self._session.open_entry(Entry("quote", verdict.quote_id))

    def choose_row(self, entry: Entry) -> None:
        """Show what differs."""
        self._session.select(Entry("quote", entry.id))
        self._compare(self.verdicts.get(entry.id))

    def _on_verified(self, found: list[Verdict]) -> None:
        self.verdicts = {one.quote_id: one for one in found}
        rows: list[Row] = []
        names = {
            Outcome.NOT_FOUND: _("Not found"),
            Outcome.ALTERED: _("Altered"),
            Outcome.ELSEWHERE: _("Found in another source"),
            Outcome.FOUND: _("Found word for word"),
        }
        told: list[str] = []
        for outcome in _ORDER:
            some = [one for one in found if one.outcome is outcome]
            if some:
                rows.append(Row(heading=True, head=names[outcome], tail=str(len(some))))
                rows += [_row(one, names[outcome]) for one in some]
                told.append(f"{names[outcome].lower()}: {len(some)}")
        number = ngettext("{n} quote", "{n} quotes", len(found)).format(n=len(found))
        self.counted.setText(" · ".join([number, *told]))
        self.list.set_rows(rows)
        self.fit()
        if len(found) == 1:
            self.list.select_entry("quote", found[0].quote_id)
        chosen = self.list.current_entry() if self.list.chosen_place() >= 0 else None
        self._compare(self.verdicts.get(chosen.id) if chosen else None)

    def _compare(self, verdict: Verdict | None) -> None:
        """Left out is struck through and added is underlined, each named before it for a listener."""
        shown = verdict is not None and bool(verdict.pieces)
        self.area.setVisible(shown)
        if verdict is None or not shown:
            return
        out, added = theme.colour("status.error").name(), theme.colour("status.ok").name()
        parts: list[str] = []
        spoken: list[str] = []
        for piece, words in verdict.pieces:
            text = escape(words)
            if piece is Piece.LEFT_OUT:
                parts.append(f'<s style="color:{out}">{text}</s>')
                spoken.append(_("[left out: {words}]").format(words=words))
            elif piece is Piece.ADDED:
                parts.append(f'<b><u style="color:{added}">{text}</u></b>')
                spoken.append(_("[added: {words}]").format(words=words))
            else:
                parts.append(text)
                spoken.append(words)
        legend = _(
            "In the quote, not in the document: underlined. In the document, not in the quote: "
            "struck through."
        )
        self.compared.setText(f"{' '.join(parts)}<br><small>{escape(legend)}</small>")
        self.compared.setAccessibleName(" ".join(spoken))
        self.area.setMaximumHeight(theme.px(96))

    def _on_briefing_changed(self, _briefing_id: object) -> None:
        self.verdicts = {}
        self.list.set_rows(())
        self.counted.clear()
        self._compare(None)

    def _on_words_theme(self) -> None:
        entry = self.list.current_entry() if self.list.chosen_place() >= 0 else None
        self._compare(self.verdicts.get(entry.id) if entry else None)


def _row(one: Verdict, name: str) -> Row:
    lines = [_("In {source}").format(source=one.source)] if one.source else []
    lines += [text[:1].upper() + text[1:] for text in one.differences]
    for piece, label in ((Piece.LEFT_OUT, _("Left out: {w}")), (Piece.ADDED, _("Added: {w}"))):
        words = [f"“{text}”" for kind, text in one.pieces if kind is piece]
        if words:
            lines.append(label.format(w=", ".join(words)))
    if one.retold:
        lines.append(_("Indirect: it need not stand word for word."))
    kind = "plain" if one.retold and one.outcome is not Outcome.FOUND else _PILLS[one.outcome]
    return Row(
        text=one.words,
        detail="\n".join(lines),
        kind="quote",
        id=one.quote_id,
        serif=True,
        side_chip=(name, kind),
    )
