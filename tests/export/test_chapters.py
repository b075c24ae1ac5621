"""Which chapters of a whole briefing begin a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.export.blocks import Block, FigureBlock, Heading, Paragraph
from briefing.export.chapters import page_beginnings
from briefing.export.report import Figure, Words


def chapter(title: str, letters: int) -> list[Block]:
    return [Heading(1, title), Paragraph((Words("word " * (letters // 5)),))]


def picture(high: int) -> FigureBlock:
    return FigureBlock((Figure(f'<svg width="400" height="{high}"></svg>', "A map"),))


def test_a_long_chapter_begins_a_page_and_a_short_one_follows():
    blocks = [*chapter("Short", 900), *chapter("Long", 9_000), *chapter("Short again", 900)]
    assert page_beginnings(blocks, "a4") == {2}


def test_what_follows_large_pictures_begins_a_page():
    blocks = [*chapter("Pictures", 100), picture(400), *chapter("Next", 100)]
    assert page_beginnings(blocks, "a4") == {3}
    blocks = [*chapter("Pictures", 100), picture(80), *chapter("Next", 100)]
    assert page_beginnings(blocks, "a4") == frozenset()


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 20_000)), max_size=12))
def test_only_chapters_begin_pages(parts):
    blocks: list[Block] = []
    for level, letters in parts:
        blocks += [Heading(level, "A heading"), Paragraph((Words("a" * letters),))]
    for paper in ("a4", "us-letter"):
        assert all(blocks[at].level == 1 for at in page_beginnings(blocks, paper))
