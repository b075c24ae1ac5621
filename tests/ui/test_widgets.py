"""The small widgets: named, keyboard-driven, whole at every text size and in every theme.

With ``BRIEFING_GALLERY`` naming a folder, the gallery test also leaves its pictures there.
"""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from briefing.themes import SCREEN_THEMES, load_tokens
from briefing.ui import theme as themes
from briefing.ui.widgets.badges import GradeBadge, LikelihoodBar, initials
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.marking import MarkingBanner
from briefing.ui.widgets.panels import Card, ElidedLabel, EmptyState, MessageBar, SectionHeading
from briefing.ui.widgets.pill import KINDS, Chip, FilterChip, Pill
from briefing.ui.widgets.search_field import SearchField


@pytest.fixture
def theme(qapp):
    made = themes.install(qapp, "light", 100)
    yield made
    made.apply("light", 100)


def _label(text, role, parent):
    label = QLabel(text, parent)
    label.setWordWrap(True)
    themes.set_role(label, role)
    return label


def _sidebar(parent):
    side = QWidget(parent)
    side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    themes.set_role(side, "sidebar")
    column = QVBoxLayout(side)
    column.addWidget(SearchField("Search everything", "Ctrl K", side))
    column.addWidget(SectionHeading("Today", side, quiet=True))
    rows = QListWidget(side)
    rows.setAccessibleName("Briefings")
    rows.addItems(["Moscow and Pyongyang: the June treaty", "Hanoi: balancing a second guest"])
    rows.setCurrentRow(0)
    column.addWidget(rows)
    combo = QComboBox(side)
    combo.addItems(["By date", "By speaker"])
    combo.setAccessibleName("Order")
    column.addWidget(combo)
    return side


def _page(parent):
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.addWidget(_label("Moscow and Pyongyang: the June treaty", "title", page))
    column.addWidget(_label("As of 19 June 2024 · Northeast Asia desk · draft 3", "small", page))
    tabs = QTabBar(page)
    tabs.setAccessibleName("Tabs")
    tabs.setExpanding(False)
    tabs.setDrawBase(False)
    for name in ("Brief", "Actors", "Quotes", "Blocs"):
        tabs.addTab(name)
    column.addWidget(tabs)
    chips = QWidget(page)
    flow = FlowLayout(chips)
    for name in ("Speaker", "About", "Kind"):
        flow.addWidget(FilterChip(name, chips))
    chosen = Chip("Map", chips, checkable=True)
    chosen.setChecked(True)
    flow.addWidget(chosen)
    column.addWidget(chips)
    column.addWidget(_label("Cooperation deepens in several fields.", "reading", page))
    pills = QWidget(page)
    flow = FlowLayout(pills)
    for kind in KINDS:
        flow.addWidget(Pill(f"{kind} pill", kind, pills))
    column.addWidget(pills)
    column.addWidget(SectionHeading("Key judgments", page))
    row = QHBoxLayout()
    row.addWidget(LikelihoodBar(55, 80, "Likely", page))
    column.addLayout(row)
    line = QLineEdit("A name", page)
    line.setAccessibleName("Name")
    column.addWidget(line)
    buttons = QHBoxLayout()
    for text, role in (("Save", "primary"), ("Cancel", ""), ("+ Add", "link")):
        button = QPushButton(text, page)
        themes.set_role(button, role)
        buttons.addWidget(button)
    column.addLayout(buttons)
    column.addWidget(EmptyState("No quotes yet", "Select words and press Q.", "Import…", page))
    return page


def _panel(parent):
    panel = QWidget(parent)
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    themes.set_role(panel, "panel")
    column = QVBoxLayout(panel)
    column.addWidget(SectionHeading("Sources for this statement", panel, quiet=True))
    card = Card(panel)
    head = QHBoxLayout()
    head.addWidget(_label("Remarks after the talks", "strong", card), 1)
    head.addWidget(GradeBadge("B", "2", card), 0, Qt.AlignmentFlag.AlignTop)
    card.body.addLayout(head)
    card.body.addWidget(_label("Statement · 19 Jun 2024", "small", card))
    column.addWidget(card)
    note = Card(panel, edge="status.warn")
    note.body.addWidget(_label("Analyst · question · open", "small", note))
    note.body.addWidget(_label("Does it bind beyond consultation?", "", note))
    column.addWidget(note)
    column.addWidget(ElidedLabel("A path that is far too long to stand here in one line", panel))
    column.addStretch(1)
    return panel


class Gallery(QWidget):
    """All widgets on one page, as the window will set them."""

    def __init__(self):
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(MarkingBanner("TLP:AMBER+STRICT", "SAMPLE BRIEFING", self))
        for kind in ("info", "warn", "error"):
            bar = MessageBar(self)
            bar.show_message("The file treaty.pdf is empty: choose another.", kind, "Show file")
            column.addWidget(bar)
        row = QHBoxLayout()
        row.addWidget(_sidebar(self), 2)
        row.addWidget(_page(self), 5)
        row.addWidget(_panel(self), 3)
        column.addLayout(row, 1)
        column.addWidget(MarkingBanner("TLP:CLEAR", "SAMPLE BRIEFING", self))


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("choice", SCREEN_THEMES)
def test_gallery_is_whole_in_every_theme_and_size(qtbot, theme, choice, scale):
    theme.apply("light", 100)
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.show()
    theme.apply(choice, scale)
    gallery.resize(1100 * scale // 100, 760 * scale // 100)
    qtbot.waitExposed(gallery)
    image = gallery.grab().toImage()
    folder = os.environ.get("BRIEFING_GALLERY")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        image.save(str(Path(folder) / f"{choice}-{scale}.png"))
    cut = [
        (type(one).__name__, one.accessibleName(), one.size(), one.minimumSizeHint())
        for one in gallery.findChildren(QWidget)
        if one.isVisible()
        and isinstance(one, QLabel | QAbstractButton | Pill | GradeBadge | MarkingBanner)
        and (
            one.height() < one.minimumSizeHint().height()
            or one.width() < one.minimumSizeHint().width()
        )
    ]
    assert cut == []
    assert image.pixelColor(3, 3).name() == load_tokens(choice)["tlp.black"]


def test_everything_to_operate_has_a_name(qtbot, theme):
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.show()
    nameless = [
        type(one).__name__
        for one in gallery.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_focus_can_be_seen(qtbot, theme):
    gallery = Gallery()
    qtbot.addWidget(gallery)
    with qtbot.waitActive(gallery):
        gallery.show()
        gallery.activateWindow()
    chip = gallery.findChild(FilterChip)
    for widget in (chip, gallery.findChild(QPushButton), gallery.findChild(QLineEdit)):
        gallery.findChild(QListWidget).setFocus()
        without = widget.grab().toImage()
        widget.setFocus()
        assert widget.hasFocus()
        assert widget.grab().toImage() != without


def test_the_banner_shows_only_tlp_labels(qtbot, theme):
    banner = MarkingBanner("TLP:AMBER", "SAMPLE BRIEFING")
    qtbot.addWidget(banner)
    assert banner.text == "TLP:AMBER — SAMPLE BRIEFING"
    assert banner.accessibleName() == banner.text
    with pytest.raises(ValueError, match="WHITE"):
        banner.set_marking("TLP:WHITE")


def test_the_banner_keeps_its_label_in_a_narrow_window(qtbot, theme):
    banner = MarkingBanner("TLP:RED", "SAMPLE BRIEFING " * 9)
    qtbot.addWidget(banner)
    banner.resize(banner.minimumSizeHint())
    image = banner.grab().toImage()
    shown = {
        image.pixelColor(x, y).name()
        for x, y in product(range(image.width()), range(image.height()))
    }
    assert load_tokens("light")["tlp.red"] in shown


def test_a_filter_chip_tells_its_value_and_offers_a_menu(qtbot, theme):
    chip = FilterChip("Speaker")
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "Speaker: any"
    chip.add_choice("Kim Jong Un", "actor-1")
    chosen = []
    chip.menu().triggered.connect(chosen.append)
    chip.show()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert chip.menu().isVisible()
    qtbot.keyClick(chip.menu(), Qt.Key.Key_Down)
    qtbot.keyClick(chip.menu(), Qt.Key.Key_Return)
    assert [action.data() for action in chosen] == ["actor-1"]
    chip.set_value("Kim Jong Un")
    assert chip.shown_text().startswith("Speaker: Kim Jong Un")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Kurt Campbell", "KC"), ("NATO", "N"), ("김정은", "김"), ("", "?"), ("Ban Ki-moon", "BM")],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_initials_of_names_that_begin_with_the_family():
    assert initials("Kim Jong Un", family_first=True) == "KJ"


def test_grade_and_likelihood_are_told_in_words(qtbot, theme):
    grade, bar = GradeBadge("B", "2"), LikelihoodBar(55, 80, "Likely")
    qtbot.addWidget(grade)
    qtbot.addWidget(bar)
    assert grade.text == "B2"
    assert grade.accessibleName() == "Source reliability B, credibility 2"
    assert bar.accessibleName() == "Likely, 55 to 80 per cent"
    grade.set_grade("F", "")
    assert grade.text == "F"
    with pytest.raises(ValueError, match="G"):
        grade.set_grade("G", "1")
    with pytest.raises(ValueError, match="80"):
        bar.set_band(80, 55)


def test_chips_wrap_into_lines(qtbot, theme):
    page = QWidget()
    qtbot.addWidget(page)
    flow = FlowLayout(page)
    pills = [Pill(f"number {n}", "plain", page) for n in range(8)]
    for pill in pills:
        flow.addWidget(pill)
    one_line = flow.heightForWidth(5000)
    assert flow.heightForWidth(pills[0].sizeHint().width() * 2) >= 4 * one_line
    page.resize(pills[0].sizeHint().width() * 2, 400)
    page.show()
    assert all(pill.geometry().right() <= page.width() for pill in pills)


def test_search_hint_gives_way_and_escape_empties(qtbot, theme):
    field = SearchField("Search everything", "Ctrl K")
    qtbot.addWidget(field)
    field.show()
    hint = field.findChild(QLabel)
    assert hint.isVisible()
    qtbot.keyClicks(field, "Kim")
    assert not hint.isVisible()
    with qtbot.waitSignal(field.results_requested, timeout=1000):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.cleared, timeout=1000):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_letters_go_to_the_choice_that_begins_with_them(qtbot, theme):
    chip = FilterChip("Likelihood")
    qtbot.addWidget(chip)
    for words in ("unlikely", "likely", "very likely", "very unlikely", "none"):
        chip.add_choice(words, words)
    menu = chip.menu()
    chip.show()
    menu.popup(chip.pos())

    def active():
        return menu.activeAction().text()

    qtbot.keyClick(menu, Qt.Key.Key_V)
    assert active() == "very likely"
    # Once more: the next that begins so.
    qtbot.keyClick(menu, Qt.Key.Key_V)
    assert active() == "very unlikely"
    qtbot.keyClick(menu, Qt.Key.Key_N)
    assert active() == "none"
    with qtbot.waitSignal(menu.triggered, timeout=1000) as done:
        qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert done.args[0].data() == "none"
