"""Names in running words, and what words become."""

from __future__ import annotations

import pytest

from briefing.domain.actor import Actor, ActorName
from briefing.domain.annotation import Annotation
from briefing.domain.folding import fold
from briefing.domain.source import Passage
from briefing.errors import UserError
from briefing.services import capturing, choosing, drafting, editing, history, importing, quoting
from briefing.services.anchoring import Span, words_of
from briefing.services.choosing import Choice
from briefing.services.mentions import hinted, mentioned, newcomers, sentence_around
from briefing.store.journal import new_id
from briefing.store.records import find, get
from tests.builders import empty_workspace

TEXT = "First words. Russia and North Korea deny it, says Kim Hong-kyun. 🕊️ Last words of all."


def _known(*names):
    return [
        Choice(name, one, "actor", name, fold(name))
        for name, one in (pair if isinstance(pair, tuple) else (pair, pair) for pair in names)
    ]


def _names(found):
    return [one.id for one in found]


def test_actors_are_found_in_the_order_of_the_words():
    known = _known("North Korea", "Korea", "Russia", ("김정은", "Kim"), "Zambia")
    assert _names(mentioned(known, "김정은 of North Korea met RUSSIA’s envoy")) == [
        "Kim",
        "North Korea",
        "Russia",
    ]


def test_a_short_name_counts_only_as_it_is_written():
    known = _known("US", "UN")
    assert _names(mentioned(known, "the UN told us so")) == ["UN"]


def test_a_name_within_a_word_or_of_several_is_nobody():
    known = _known("Mali", ("Congo", "one"), ("Congo", "other"))
    assert mentioned(known, "a malign tale of the Congo") == []


def test_a_telling_word_hints_at_an_actor():
    known = _known("Vladimir Putin", "Kim Jong Un")
    assert hinted(known, "Putin said so") == ["Vladimir Putin"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("deny it", "Russia and North Korea deny it, says Kim Hong-kyun."),
        ("First", "First words."),
        ("Last words", "🕊️ Last words of all."),
    ],
)
def test_the_sentence_around_words(words, sentence):
    at = TEXT.index(words)
    assert sentence_around(TEXT, at, at + len(words)) == sentence


@pytest.fixture
def place(tmp_path):
    ws = empty_workspace(tmp_path)
    editing.add_records(
        ws,
        "actors",
        [
            Actor(id="ru", actor_kind="state", name="Russia"),
            Actor(id="kp", actor_kind="state", name="North Korea"),
            ActorName(id=new_id(), actor_id="kp", text="DPRK"),
        ],
    )
    done = importing.import_text(ws, TEXT)
    yield ws, done.document_id
    ws.close()


OTHERS = (("cn", "China"), ("ir", "Iran"))


def _span(document_id, words):
    return Span(document_id, TEXT.index(words), TEXT.index(words) + len(words))


def test_a_relation_takes_the_two_actors_of_the_sentence(place):
    ws, document = place
    assert capturing.begin(ws, "relation", _span(document, "deny")).given == {
        "from_id": "ru",
        "to_id": "kp",
    }
    assert capturing.begin(ws, "relation", _span(document, "North Korea")).given == {
        "from_id": "ru",
        "to_id": "kp",
    }
    assert capturing.begin(ws, "relation", _span(document, "Last")).given == {}


def test_a_relation_takes_the_nearest_other_and_the_date_in_its_words(place):
    ws, _document = place
    text = "Where Russia leads and China follows, Iran is accused of it. Then China left Russia in May 2020."
    document = importing.import_text(ws, text).document_id
    editing.add_records(ws, "actors", [Actor(id=i, actor_kind="state", name=n) for i, n in OTHERS])

    def begun(words):
        at = text.index(words)
        return dict(capturing.begin(ws, "relation", Span(document, at, at + len(words))).given)

    # Who begins the words acts: nobody from before them is its other end.
    assert begun("Iran is accused of it") == {"from_id": "ir"}
    assert begun("China follows") == {"from_id": "cn", "to_id": "ir"}
    assert begun("and China follows") == {"from_id": "ru", "to_id": "cn"}
    assert begun("China left Russia in May 2020") == {
        "from_id": "cn",
        "to_id": "ru",
        "held": "2020-05",
    }


def test_an_event_takes_who_is_named_and_the_date_of_its_sentence(place):
    ws, _document = place
    text = "On 15 May 2023 Russia met North Korea in the capital. Nothing else happened."
    document = importing.import_text(ws, text).document_id
    at = text.index("Russia met")
    begun = capturing.begin(ws, "event", Span(document, at, at + len("Russia met North Korea")))
    assert begun.given["happened"] == "2023-05-15"
    assert begun.parts == {"participant": [{"actor_id": "ru"}, {"actor_id": "kp"}]}


def test_an_actor_is_known_by_any_of_the_names(place):
    ws, _document = place
    assert capturing.known_actor(ws, "dprk") == "kp"
    assert capturing.known_actor(ws, "Korea") == ""


def test_a_highlight_taken_off_leaves_the_library_as_it_was(place):
    ws, document = place
    span = _span(document, "Kim Hong-kyun")
    assert capturing.toggle_highlight(ws, None, span)
    assert not capturing.toggle_highlight(ws, None, span)
    with ws.read() as connection:
        assert not find(connection, Passage)
        assert not find(connection, Annotation)
    assert history.steps(ws).undo_label == "Remove highlight"
    history.undo(ws)
    assert not capturing.toggle_highlight(ws, None, span)


def test_words_go_with_the_last_entry_that_rests_on_them(place):
    ws, document = place
    span = _span(document, "Kim Hong-kyun")
    first = capturing.add_words(ws, "actor", "ru", span)
    assert capturing.add_words(ws, "actor", "kp", span) == first
    with pytest.raises(UserError, match="already"):
        capturing.add_words(ws, "actor", "kp", span)
    assert capturing.remove_words(ws, "actor", "ru", first) == 1
    assert words_of(ws, first) == "Kim Hong-kyun"
    assert capturing.remove_words(ws, "actor", "kp", first) == 1
    with ws.read() as connection:
        assert get(connection, "passage", first).deleted


def test_what_rests_on_entries_takes_no_words(place):
    ws, document = place
    with pytest.raises(UserError, match="rests on other entries"):
        capturing.add_words(ws, "section", "x", _span(document, "First"))


def test_likely_speakers_come_first(place):
    ws, document = place
    known = choosing.choices(ws, "actor")
    likely = capturing.likely_speakers(ws, known, _span(document, "deny it"))
    assert likely[:2] == ["ru", "kp"]
    named = _known("Kim Il Sung", "Kim Jong Un", "Ruhakim")
    assert _names(choosing.matching(named, "kim", likely=["Ruhakim", "Kim Jong Un"])) == [
        "Kim Jong Un",
        "Kim Il Sung",
        "Ruhakim",
    ]


def _speaker(tmp_path, text, words, *known):
    ws = empty_workspace(tmp_path)
    editing.add_records(ws, "actors", known)
    done = importing.import_text(ws, text)
    choices = choosing.choices(ws, "actor")
    choices += capturing.newcomers_in(text, choices)
    start = text.index(words)
    place = Span(done.document_id, start, start + len(words))
    evident = capturing.evident_speaker(ws, choices, place)
    ws.close()
    return evident.main if evident else None


SAID = """Wang Yi, who met Ali Shamkhani before, called it "a victory". He said that China had no aim.

John Kirby of the National Security Council said that the United States would see. It rained.

"We shall see," Shamkhani said. Nobody knew. Iran said that it was ready.
"""


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("a victory", "Wang Yi"),
        ("China had no aim", "Wang Yi"),
        ("the United States would see", "John Kirby"),
        ("We shall see", "Ali Shamkhani"),
        ("it was ready", "Iran"),
        ("It rained", None),
        ("Nobody knew", None),
    ],
)
@pytest.mark.parametrize(
    "known", [(), (Actor(id="wang", actor_kind="person", name="Wang Yi"),)], ids=["new", "known"]
)
def test_who_says_the_words_stands_beside_them(tmp_path, words, speaker, known):
    assert _speaker(tmp_path, SAID, words, *known) == speaker


def test_words_within_a_quote_that_was_drawn_out_are_said_by_its_speaker(tmp_path):
    text = (
        "At the talks with Ali Shamkhani, Wang Yi stated that China wants peace. He said that China"
        " values Iran’s “steady and unshaken support for its policy” in every direction.\n"
    )
    ws = empty_workspace(tmp_path)
    done = importing.import_text(ws, text)
    drafting.count_drawn(ws, done.document_id)
    choices = capturing.newcomers_in(text, [])
    start = text.index("steady and unshaken")
    place = Span(done.document_id, start, start + len("steady and unshaken"))
    evident = capturing.evident_speaker(ws, choices, place)
    assert evident is not None
    assert evident.main == "Wang Yi"
    assert quoting.guess_kind(text, place.start, place.end) == "partial"
    outside = text.index("wants peace")
    assert quoting.guess_kind(text, outside, outside + 5) == "indirect"
    ws.close()


def test_those_who_are_new_are_told_from_those_who_are_known():
    known = [
        Choice("Vladimir Putin", "p", "actor", "Vladimir Putin", fold("Vladimir Putin"), "person"),
        Choice("Russian Federation", "r", "actor", "Russia", fold("Russian Federation"), "state"),
    ]
    text = (
        "Vladimir Putin of Russia met Kim Jong Un of the DPRK. North Korea and Kim Jong Un agreed."
    )
    found = newcomers(known, text)
    assert [(one.main, one.sort) for one in found] == [
        ("Kim Jong Un", "person"),
        ("North Korea", "state"),
    ]
    assert all(one.new and "new" in one.label for one in found)
