"""Claims as a workplace: rivals side by side, how each stands said in place, by mouse and key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLabel

from briefing.domain.changes import Author
from briefing.domain.verdict import Verdict
from briefing.services import history
from briefing.services.accepting import confirm
from briefing.services.claim_view import matters
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.ui import theme as themes
from briefing.ui.commands.registry import Registry
from briefing.ui.session import Entry, Session
from briefing.ui.tabs.claims import ClaimsTab
from briefing.ui.widgets.pill import Pill

BRIEFING = sample_id("briefing", BRIEFING_KEY)
CONTAINERS, HARDWARE = (sample_id("claim", key) for key in ("containers", "hardware"))


@pytest.fixture
def tab(qapp, qtbot, tmp_path):
    themes.install(qapp, "light", 100)
    workspace = open_workspace(tmp_path / "library.briefings", Author("person", "device"))
    session = Session(workspace, None, Registry(), None)
    session.open_briefing(BRIEFING)
    made = ClaimsTab(session)
    qtbot.addWidget(made)
    made.resize(780, 660)
    made.show()
    yield made
    session.close()
    workspace.close()


def choose(tab, *ids):
    tab.list.select_entry("claim", ids[0])
    flags = QItemSelectionModel.SelectionFlag.Select
    for one in ids[1:]:
        index = tab.list.rows.index(tab.list.rows.find("claim", one), 0)
        tab.list.selectionModel().select(index, flags)


def columns(tab):
    return [claim.id for claim in tab.compare.matter.claims]


def make_rivals(tab, qtbot):
    choose(tab, CONTAINERS, HARDWARE)
    qtbot.keyClick(tab.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: len(columns(tab)) == 2)


def test_one_claim_shows_its_own_column(tab):
    tab.show_entry("claim", CONTAINERS)
    assert columns(tab) == [CONTAINERS]
    words = {label.text() for label in tab.compare.findChildren(QLabel)}
    assert "6,700" in words
    assert "South Korea" in words
    assert "1 source, 1 origin" in {pill.text for pill in tab.compare.findChildren(Pill)}


def test_two_chosen_claims_become_rivals_and_undo_parts_them(tab, qtbot):
    assert not tab.rivals_button.isEnabled()
    make_rivals(tab, qtbot)
    assert columns(tab) == [CONTAINERS, HARDWARE]
    heads = [tab.list.rows.row(at).head for at in range(tab.list.rows.rowCount())]
    assert [head for head in heads if head] == ["Rival versions, matter 1", "No rival version"]
    ws = tab.session.workspace
    assert history.undo(ws) == "Mark as rivals"
    qtbot.waitUntil(lambda: columns(tab) == [CONTAINERS])


def test_one_claim_alone_cannot_be_a_rival(tab, qtbot):
    said = []
    tab.session.message.connect(said.append)
    choose(tab, CONTAINERS)
    qtbot.keyClick(tab.list, Qt.Key.Key_R)
    assert said[0][1] == "error"
    assert all(len(m.claims) == 1 for m in matters(tab.session.workspace, BRIEFING))


def test_how_it_stands_is_set_in_place_and_each_is_one_step(tab, qtbot):
    ws = tab.session.workspace
    tab.show_entry("claim", CONTAINERS)
    status = tab.compare.statuses[CONTAINERS]
    status.setFocus()
    qtbot.keyClick(status, Qt.Key.Key_Down)
    qtbot.keyClick(status, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: tab.compare.matter.claims[0].status == "contested")
    assert tab.compare.statuses[CONTAINERS].hasFocus()
    reason = tab.compare.reasons[CONTAINERS]
    reason.setFocus()
    qtbot.keyClicks(reason, "Denied by both.")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.compare.matter.claims[0].reason == "Denied by both.")
    grade = tab.compare.credibilities[CONTAINERS]
    qtbot.keyClick(grade, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: tab.compare.matter.claims[0].credibility == "2")
    assert [history.undo(ws) for _ in range(4)] == [
        "Grade claim",
        "Judge claim",
        "Judge claim",
        "Judge claim",
    ]
    claim = matters(ws, BRIEFING)[0].claims[0]
    assert (claim.status, claim.reason, claim.credibility) == ("asserted", "", "3")


def test_words_typed_survive_a_change_made_elsewhere(tab, qtbot):
    from briefing.services import claiming

    tab.show_entry("claim", CONTAINERS)
    reason = tab.compare.reasons[CONTAINERS]
    reason.setFocus()
    qtbot.keyClicks(reason, "Half a rea")
    claiming.set_credibility(tab.session.workspace, HARDWARE, "5")
    qtbot.waitUntil(lambda: tab.compare.reasons[CONTAINERS] is not reason)
    assert tab.compare.reasons[CONTAINERS].text() == "Half a rea"
    assert tab.compare.reasons[CONTAINERS].hasFocus()


def test_a_passage_is_one_click_away(tab, qtbot):
    from briefing.ui.shell.sources_panel import PassageLabel

    tab.show_entry("claim", CONTAINERS)
    first = tab.compare.findChildren(PassageLabel)[0]
    with qtbot.waitSignal(tab.session.open_requested) as heard:
        qtbot.keyClick(first, Qt.Key.Key_Return)
    assert heard.args[0] == Entry("passage", tab.compare.matter.claims[0].passages[0].id)


def test_a_claim_is_taken_out_of_its_matter(tab, qtbot):
    from PySide6.QtWidgets import QPushButton

    make_rivals(tab, qtbot)
    out = next(
        b for b in tab.compare.findChildren(QPushButton) if b.objectName() == f"out {HARDWARE}"
    )
    out.click()
    qtbot.waitUntil(lambda: columns(tab) == [CONTAINERS])


def test_everything_has_a_name_and_fits_at_twice_the_size(tab, qtbot, qapp):
    make_rivals(tab, qtbot)
    themes.install(qapp, "light", 200)
    for field in (*tab.compare.statuses.values(), *tab.compare.reasons.values()):
        assert field.accessibleName()
        assert field.width() >= themes.px(100)
    themes.install(qapp, "light", 100)


def test_what_a_tool_made_says_so_beside_its_rivals_until_it_is_confirmed(tab, qtbot):
    ws = tab.session.workspace
    with ws.write("Accept unseen") as unit:
        unit.add(
            Verdict(
                id="v",
                briefing_id=BRIEFING,
                proposal_kind="claim",
                key="claim:x",
                outcome="accepted",
                entry_kind="claim",
                entry_id=HARDWARE,
                rule="said",
                tool="Briefing rules",
                looked_at=False,
            )
        )
    make_rivals(tab, qtbot)

    def marks():
        pills = tab.compare.findChildren(Pill)
        return [pill.x() for pill in pills if "not looked at" in pill.accessibleName()]

    qtbot.waitUntil(lambda: len(marks()) == 1)
    confirm(ws, "claim", HARDWARE)
    qtbot.waitUntil(lambda: not marks())


def test_without_claims_the_tab_says_how_one_is_made(tab):
    tab.session.open_briefing("none")
    tab.reload()
    words = [label.text() for label in tab.empty.findChildren(QLabel) if label.isVisible()]
    assert any("press L" in one for one in words)
