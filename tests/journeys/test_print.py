"""The one page for those who get paper."""

from __future__ import annotations

import re

import pypdfium2
from PySide6.QtWidgets import QLabel


def test_the_summary_is_one_page_with_title_marking_and_bottom_line(start, qtbot, tmp_path):
    window = start()
    target = tmp_path / "summary"
    window.actions_of_window.export_to(target)

    def told():
        return [one.text() for one in window.message_bar.findChildren(QLabel) if one.isVisible()]

    made = target.with_suffix(".pdf")
    qtbot.waitUntil(lambda: bool(told()), timeout=60_000)
    assert any(str(made) in text for text in told()), told()
    document = pypdfium2.PdfDocument(made)
    try:
        assert len(document) == 1
        page = document[0]
        words = page.get_textpage()
        height = page.get_height()
        everything = re.sub(r"\s+", " ", words.get_text_bounded().replace("\u200b", ""))
        head = words.get_text_bounded(bottom=height * 0.92)
        foot = words.get_text_bounded(top=height * 0.08)
    finally:
        document.close()
    assert "TLP:CLEAR" in head
    assert "TLP:CLEAR" in foot
    assert re.sub(r"\s+", " ", window.title.text()) in everything
    assert "Russia and North Korea have come close to an alliance" in everything
