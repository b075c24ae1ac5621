"""Themes: readable in every pairing used, and followed by palette, fonts and style sheet."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QWidget

from briefing.paths import resource
from briefing.themes import PRINT_THEME, SCREEN_THEMES, contrast, load_tokens
from briefing.ui import theme as themes

ALL = (*SCREEN_THEMES, PRINT_THEME)
GROUNDS = ("background", "panel", "sidebar", "selected", "hover", "card", "row")
WORDS = (
    "text.body",
    "text.muted",
    "text.faint",
    "text.heading",
    "accent.main",
    "status.new",
    "status.warn",
    "status.error",
    "status.ok",
)


def _text_pairs() -> list[tuple[str, str]]:
    pairs = [(word, f"window.{ground}") for word, ground in product(WORDS, GROUNDS)]
    for state in ("new", "warn", "error"):
        soft = f"status.{state}_soft"
        pairs += [(f"status.{state}", soft), ("text.body", soft), ("text.muted", soft)]
    ratings = ("strong_for", "for", "neutral", "against", "strong_against")
    pairs += [("text.body", f"rating.{rating}") for rating in ratings]
    pairs += [("text.body", "status.highlight"), ("text.on_accent", "accent.main")]
    pairs += [("text.body", "accent.soft"), ("accent.main", "accent.soft")]
    looks = [token for token in load_tokens("light") if token.startswith("mark.")]
    pairs += [("text.on_accent", look) for look in looks]
    return pairs


@pytest.fixture
def theme(qapp):
    made = themes.install(qapp, "light", 100)
    yield made
    made.apply("light", 100)


@pytest.mark.parametrize("name", ALL)
def test_text_is_readable_on_every_ground(name):
    tokens = load_tokens(name)
    least = 7.0 if name == "contrast" else 4.5
    poor = {
        pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in _text_pairs()
        if contrast(tokens[pair[0]], tokens[pair[1]]) < least
    }
    assert poor == {}


@pytest.mark.parametrize("name", ALL)
def test_lines_and_blocs_stand_out_from_the_map(name):
    tokens = load_tokens(name)
    marks = [
        token
        for token in tokens
        if token.startswith("line.") or (token.startswith("bloc.") and not token.endswith("_fill"))
    ]
    assert len(marks) == 11 + 7
    for mark, ground in product(marks, ("map.land", "map.sea")):
        assert contrast(tokens[mark], tokens[ground]) >= 3, (mark, ground)
    for fill in (token for token in tokens if token.endswith("_fill")):
        assert contrast(tokens["map.label"], tokens[fill]) >= 4.5, fill
    assert contrast(tokens["likelihood.bar"], tokens["likelihood.track"]) >= 3
    assert all(contrast(tokens["window.control"], tokens[f"window.{g}"]) >= 3 for g in GROUNDS)


@pytest.mark.parametrize("name", ALL)
def test_marking_colours_are_those_of_tlp_2(name):
    tokens = load_tokens(name)
    expected = {"black": "#000000", "red": "#ff2b2b", "amber": "#ffc000"}
    expected |= {"green": "#33ff00", "clear": "#ffffff"}
    assert {key: tokens[f"tlp.{key}"] for key in expected} == expected


def test_every_theme_has_the_same_tokens():
    names = [set(load_tokens(name)) for name in ALL]
    assert all(one == names[0] for one in names)


def test_the_style_sheet_leaves_no_placeholder(theme):
    for choice, scale in product(SCREEN_THEMES, (100, 150, 200)):
        theme.apply(choice, scale)
        sheet = theme._style_sheet()
        assert "@" not in sheet
        assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("choice", SCREEN_THEMES)
def test_palette_follows_the_tokens(qapp, theme, qtbot, choice):
    theme.apply("dark" if choice == "light" else "light")
    with qtbot.waitSignal(theme.theme_changed, timeout=1000):
        theme.apply(choice)
    assert theme.name == choice
    shown = qapp.palette().color(QPalette.ColorRole.Window).name()
    assert shown == load_tokens(choice)["window.background"]


def test_what_is_shown_already_is_not_worked_out_again(theme, qtbot):
    theme.apply("light", 100)
    with qtbot.assertNotEmitted(theme.theme_changed):
        theme.apply("light", 100)
        themes.install(theme.parent(), "light", 100)
    with qtbot.waitSignal(theme.theme_changed, timeout=1000):
        theme.apply(text_scale=150)


def test_following_the_system_is_a_choice_of_its_own(theme):
    theme.apply("system")
    assert theme.choice == "system"
    assert theme.name in SCREEN_THEMES
    theme.apply("no such theme")
    assert theme.choice == "system"


def test_text_scale_grows_labels_and_role_labels(qtbot, theme):
    page = QWidget()
    qtbot.addWidget(page)
    plain, title = QLabel("Plain words", page), QLabel("A title", page)
    themes.set_role(title, "title")
    page.show()
    before = plain.sizeHint().height(), title.sizeHint().height()
    theme.apply(text_scale=200)
    after = plain.sizeHint().height(), title.sizeHint().height()
    assert after[0] >= 1.9 * before[0]
    assert after[1] >= 1.9 * before[1]
    theme.apply(text_scale=900)
    assert theme.text_scale == 200


def test_shipped_faces_are_used(theme):
    assert {"Noto Sans", "Noto Serif", "Noto Sans CJK KR"} <= set(QFontDatabase.families())
    assert QFontInfo(theme.sans()).family() == "Noto Sans"
    assert QFontInfo(theme.serif(weight=QFont.Weight.Bold)).family() == "Noto Serif"


@pytest.mark.parametrize("letter", ["北", "조", "ا", "א", "Ж", "ą"])
def test_every_script_of_the_sample_has_a_face(theme, letter):
    assert QFontMetrics(theme.serif()).inFontUcs4(ord(letter))
    assert QFontMetrics(theme.sans()).inFontUcs4(ord(letter))


def test_icons_take_the_colour_of_the_theme(theme):
    for path in resource("icons").glob("*.svg"):
        assert not theme.icon(path.stem).isNull(), path.stem
    image = theme.icon("plus", "accent.main").pixmap(32, 32).toImage()
    strong = [
        image.pixelColor(x, y).name()
        for x, y in product(range(image.width()), range(image.height()))
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert load_tokens("light")["accent.main"] in strong
    assert theme.icon("no such icon").isNull()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_list_that_drops_down_stands_on_solid_ground(theme, qtbot, name):
    theme.apply(name)
    field = QLineEdit()
    qtbot.addWidget(field)
    completer = QCompleter(["01-accord.txt", "02-embassy.html"], field)
    field.setCompleter(completer)
    field.show()
    completer.complete()
    popup = completer.popup()
    assert popup is not None
    # As on a screen that cannot show what lies behind: nothing painted there would be black.
    picture = popup.grab().toImage()
    assert picture.pixelColor(picture.width() - 6, picture.height() - 4) == theme.colour(
        "window.card"
    )
    popup.hide()
