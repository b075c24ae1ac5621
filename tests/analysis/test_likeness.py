"""Words like a quote's: what is passed over unlooked at could not have been the answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis import likeness
from briefing.analysis.likeness import find_altered
from briefing.analysis.verify import PLAIN, WORD, needle


def _exhaustive(text, words):
    """The likest of the densest stretches, every one of them aligned."""
    sought = needle(words)
    spans = [m.span() for m in WORD.finditer(text)]
    there = [text[a:b].translate(PLAIN).casefold() for a, b in spans]
    size = len(sought.tokens)
    if size < likeness.FEWEST:
        return None
    window = size + max(3, size // 3)
    hits = [word in set(sought.level) for word in there]
    scored = [(sum(hits[:window]), 0)]
    scored += [
        (sum(hits[start : start + window]), start)
        for start in range(1, len(hits) - window + 1)
        if hits[start]
    ]
    chosen = []
    for _count, start in sorted(scored, key=lambda one: (-one[0], one[1])) if hits else ():
        if len(chosen) < 6 and all(abs(start - other) > window // 2 for other in chosen):
            chosen.append(start)
    best = None
    for start in chosen:
        low, high = max(0, start - window), min(len(there), start + 2 * window)
        found = likeness._align(sought.level, there, low, high)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is None or best[0] < likeness.ALIKE:
        return None
    return spans[best[1]][0], spans[best[2] - 1][1], best[0]


#: Few words, so that many texts are nearly alike; some that are parts of others or written otherwise.
_VOCABULARY = st.sampled_from(
    [
        "the",
        "he",
        "of",
        "treaty",
        "Treaty",
        "treat",
        "it's",
        "it’s",
        "ße",
        "SSE",
        "中",
        "国",
        "long-term",
    ]
)
_PROSE = st.lists(_VOCABULARY, min_size=0, max_size=120).map(" ".join)


@given(_PROSE, st.lists(_VOCABULARY, min_size=3, max_size=14).map(" ".join))
def test_what_is_passed_over_could_not_have_been_the_answer(text, words):
    expected = _exhaustive(text, words)
    found = find_altered(text, words)
    assert (found and (found.start, found.end, found.likeness)) == expected


@given(
    st.lists(_PROSE, min_size=1, max_size=4),
    st.lists(_VOCABULARY, min_size=3, max_size=14).map(" ".join),
)
def test_only_what_is_likelier_than_before_is_told(texts, words):
    best = 0.0
    for text in texts:
        expected = _exhaustive(text, words)
        found = find_altered(text, words, best)
        assert (found is not None) == (expected is not None and expected[2] > best)
        best = found.likeness if found else best


@given(st.lists(_VOCABULARY, max_size=40), st.lists(_VOCABULARY, min_size=1, max_size=20))
def test_words_in_order_are_the_longest_common_subsequence(there, words):
    sought = needle(" ".join(words))
    there = likeness.Haystack(" ".join(there)).level
    row = [0] * (len(sought.level) + 1)
    for word in there:
        above = row
        row = [0]
        for n, mine in enumerate(sought.level):
            row.append(above[n] + 1 if word == mine else max(row[n], above[n + 1]))
    assert likeness._in_order(there, sought) == row[-1]
