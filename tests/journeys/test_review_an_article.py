"""An analyst in a hurry drops in an article and goes through what was drawn out of it, by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from briefing.domain.briefing import Briefing
from briefing.domain.claim import Claim
from briefing.domain.event import Event
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.relation import Relation
from briefing.domain.source import Passage, PassageLink
from briefing.services import drafting
from briefing.services.reviewing import State
from briefing.services.verifying import Outcome, verify_quotes
from briefing.store.records import find, get_many

Key = Qt.Key
ARTICLE = """---
date: 2024-06-20
---

# A visit and a denial

On June 19, Russian President Vladimir Putin arrived in Pyongyang for talks with Kim Jong Un.

"We will stand together against pressure from abroad," Putin said after the talks.

South Korea has previously stated that North Korea shipped a total of 6,700 containers of ammunition to
Russia. Russia and North Korea denied the claim, dismissing it as absurd. Since 2022 the United States has
imposed sanctions on Russia.
"""


def test_an_article_becomes_a_briefing_by_keys(start, qtbot, tmp_path):
    window = start()
    qtbot.waitUntil(lambda: window._furnished)
    ws = window.session.workspace
    with ws.write("Make briefing") as unit:
        unit.add(Briefing(id="visit", title="Visit"))
    window.session.open_briefing("visit")
    path = tmp_path / "visit.md"
    path.write_text(ARTICLE, encoding="utf-8")
    window.actions_of_window.imports.import_paths([str(path)])
    tray = window.tray_actions.tray
    qtbot.waitUntil(lambda: tray.review is not None)
    # The keyboard is in the article; with no words selected its letters go through the tray.
    assert QApplication.focusWidget() is window.tabs["sources"].view

    def held(cls, **equal):
        with ws.read() as connection:
            return find(connection, cls, **equal)

    for cls in (Quote, Event, Claim, Relation):
        assert not held(cls, briefing_id="visit"), "nothing enters the briefing unseen"
    pressed = 0
    while tray.current().text != "it as absurd":
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_J)
    rejected = tray.current().key
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_R)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_N)
    while tray.review.count() and pressed < 80:
        before = tray.current().key
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_A)
        if tray.current() is not None and tray.current().key == before:
            # What lacks a speaker stays and is let be.
            qtbot.keyClick(QApplication.focusWidget(), Key.Key_R)
        pressed += 1
    assert pressed < 80
    qtbot.waitUntil(lambda: not window.session.tasks.tasks)
    made = [
        one for cls in (Quote, Event, Claim, Relation) for one in held(cls, briefing_id="visit")
    ]
    assert {type(one) for one in made} == {Quote, Event, Claim, Relation}
    with ws.read() as connection:
        for one in made:
            links = find(connection, PassageLink, entry_id=one.id)
            passages = get_many(connection, Passage, (link.passage_id for link in links))
            assert passages, f"{one} rests on no words"
            assert all(p.exact in ARTICLE.replace("\n", " ") or p.exact in ARTICLE
                       for p in passages.values())  # fmt: skip
    (quote,) = held(Quote, briefing_id="visit", quote_kind="direct")
    assert quote.words.startswith("We will stand together")
    assert held(QuoteSpeaker, quote_id=quote.id)
    assert verify_quotes(ws, [quote.id])[0].outcome is Outcome.FOUND
    states = {row.key: row.state for row in tray.review.rows}
    assert states[rejected] is State.REJECTED
    assert not window.session.proposals.marks.keys() & {one.id for one in made}
    drafting.forget_drafts()
