"""Files whose characters are not UTF-8: read rightly or refused, never read wrongly."""

from __future__ import annotations

import pytest

from briefing.errors import UserError
from briefing.intake.readers import read_bytes

RUSSIAN = "Стороны подписали договор. После переговоров лидеры выступили перед прессой.\n"
KOREAN = "두 나라는 조약에 서명했다. 김정은 국무위원장은 기자회견을 가졌다.\n"
JAPANESE = "両国は条約に署名した。首脳会談は平壌で行われた。\nこれは重要な発表です。\n"
CHINESE = "两国领导人签署了条约。会谈在平壤举行。外交部发言人表示关切。\n"
FRENCH = "Le président a déclaré : « l’accord est signé ». Été à Pyongyang, où l’on négocie.\n"


@pytest.mark.parametrize("times", [1, 30])
@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        (KOREAN, "euc_kr"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
        (FRENCH, "cp1252"),
        (FRENCH, "utf-16-le"),
    ],
)
def test_news_in_an_older_encoding_is_read(words, encoding, times):
    assert read_bytes((words * times).encode(encoding), "news.txt").text == words * times


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (RUSSIAN.encode(), RUSSIAN.encode("cp1251")),
        (KOREAN.encode(), KOREAN.encode("euc_kr")),
        (b"Plain.\nFine \xe2\x80\x93 \xc3\xa9.\n", b"Broken \xe9 here.\n"),
        (FRENCH.encode("cp1252"), KOREAN.encode()),
    ],
)
def test_a_mixture_is_refused_in_one_line_with_the_file_s_name(first, second):
    with pytest.raises(UserError, match=r"\Amixed\.txt: [^\n]+\Z"):
        read_bytes(first + second, "mixed.txt")


def test_bytes_full_of_controls_are_no_text():
    with pytest.raises(UserError, match="not a text file"):
        read_bytes(b"\x01\x02\x03\x04abc\x05\x06", "a.txt")
    with pytest.raises(UserError, match="not a text file"):
        read_bytes(b"\x00\x01" * 500, "a.txt")


def test_a_stray_control_is_kept_where_it_stood():
    words = "A page break\x0c and a bell\x07 among many words that are quite plain to read.\n"
    assert read_bytes(words.encode(), "a.txt").text == words
