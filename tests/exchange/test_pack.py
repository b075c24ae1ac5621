"""The file of a pack: the same bytes every time, and nothing that was changed on its way is believed."""

from __future__ import annotations

import json
import stat
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.changes import ChangeSet, FieldChange, Sent
from briefing.exchange import pack as packs
from briefing.exchange import packfile, signature
from briefing.exchange.pack import Pack, PackSort, content_of, read
from briefing.exchange.packfile import PackError, seal, unseal

TEXT = "Sie sagten: „nein“.\n\nEin zweiter Absatz."
SHA = "8fa4d2e5e2d9d8f9d5bc6a6fa2d5c3b4"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return signature.own_key(tmp_path_factory.mktemp("config") / "signing-key")


def small(**over):
    import hashlib

    one = ChangeSet("s1", "Add quote", "edit", "p1", "d1", 1, 1 << 40, "s1")
    change = FieldChange("quote", "q1", "words", None, "mutual assistance", None)
    data = b"\x00original"
    return Pack(
        **{
            "sort": PackSort.WORKING,
            "schema": "0005",
            "person_id": "p1",
            "name": "R. Analyst",
            "marking": "GREEN",
            "titles": ("A treaty",),
            "briefings": ("b1",),
            "newest": 1 << 40,
            "accounts": {"d1": ((2, 4),)},
            "sets": (Sent(one, (change,)),),
            "originals": {hashlib.sha256(data).hexdigest(): data},
            "texts": {hashlib.sha256(TEXT.encode()).hexdigest(): TEXT},
            **over,
        }
    )


def opened(data):
    return read(unseal(data).open(), "0005")


def sealed(key, content):
    """What somebody with a key of their own could sign."""
    return seal(content, key)


def test_a_pack_reads_as_it_was_written_and_has_the_same_bytes_every_time(key):
    data = seal(content_of(small()), key)
    assert opened(data) == small()
    assert unseal(data).signer == key.public
    assert seal(content_of(small()), key) == data


def test_every_flipped_bit_is_refused_in_one_line(key):
    data = seal(content_of(small(originals={}, texts={})), key)
    for at in range(len(data) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(PackError) as error:
            opened(bytes(changed))
        assert "\n" not in str(error.value)


def test_every_truncation_is_refused(key):
    data = seal(content_of(small()), key)
    for end in range(len(data)):
        with pytest.raises(PackError):
            opened(data[:end])
    with pytest.raises(PackError):
        opened(data + b"\0")


def test_a_signature_of_another_key_does_not_pass_for_the_first(key, tmp_path):
    other = signature.own_key(tmp_path / "key")
    data = seal(content_of(small()), key)
    at = len(packfile.MAGIC)
    forged = data[:at] + bytes.fromhex(other.public) + data[at + 32 :]
    with pytest.raises(PackError, match="signature does not fit"):
        opened(forged)
    assert unseal(seal(content_of(small()), other)).signer == other.public


@pytest.mark.parametrize(
    "content",
    [b"\0" * (50 << 20), b"\n" * (1 << 20), b"[" * (1 << 20) + b"\n", b'{"briefpack":1}\n', b""],
    ids=["zeros", "lines", "nested", "bare", "empty"],
)
def test_a_bomb_or_nonsense_that_is_signed_is_refused_before_it_unfolds(key, content):
    import tracemalloc

    data = sealed(key, content)
    tracemalloc.start()
    with pytest.raises(PackError):
        opened(data)
    assert tracemalloc.get_traced_memory()[1] < 40 << 20
    tracemalloc.stop()


@pytest.mark.parametrize("says", [0, 10, 1 << 20, 1 << 40])
def test_a_content_of_another_length_than_it_says_is_refused(key, says):
    content = content_of(small())
    public, length = bytes.fromhex(key.public), says.to_bytes(8, "big")
    compressed = zlib.compress(content)
    signed = key.sign(packfile._SIGNED + public + length + compressed)
    with pytest.raises(PackError):
        opened(packfile.MAGIC + public + signed + length + compressed)


def test_something_after_the_compressed_content_is_refused(key):
    content = content_of(small())
    public, length = bytes.fromhex(key.public), len(content).to_bytes(8, "big")
    for more in (b"x", zlib.compress(b"more")):
        compressed = zlib.compress(content) + more
        signed = key.sign(packfile._SIGNED + public + length + compressed)
        with pytest.raises(PackError):
            opened(packfile.MAGIC + public + signed + length + compressed)


def lines(pack=None):
    return content_of(pack or small(originals={}, texts={})).splitlines()


def changed(line, **over):
    return json.dumps({**json.loads(line), **over}).encode()


HOSTILE_SETS = {
    "path": {"id": "../../etc/passwd"},
    "upper": {"device": "D1"},
    "sort": {"sort": "root"},
    "clock": {"clock": 1 << 70},
    "negative": {"clock": -1},
    "number": {"number": "1"},
    "truth": {"number": True},
    "long label": {"label": "x" * 100_000},
    "half a letter": {"label": "\ud800"},
    "no changes": {"changes": []},
    "more": {"extra": 1},
    "kind": {"changes": [["sqlite_master", "q1", "name", None, "x", None]]},
    "field": {"changes": [["quote", "q1", "words) --", None, "x", None]]},
    "id of a record": {"changes": [["quote", "/etc/passwd", "words", None, "x", None]]},
    "type": {"changes": [["quote", "q1", "words", None, 3, None]]},
    "nothing": {"changes": [["quote", "q1", "words", None, None, None]]},
    "list": {"changes": [["quote", "q1", "words", None, ["x"], None]]},
    "marking": {"changes": [["quote", "q1", "marking", None, "SECRET", None]]},
    "colour": {"changes": [["bloc", "b1", "colour", None, "red", None]]},
    "place": {"changes": [["passage", "p1", "start", None, -(1 << 40), None]]},
    "clock of a release": {"changes": [["release", "r1", "clock", None, -1, None]]},
    "rating": {"changes": [["rating", "r1", "value", None, "CCC", None]]},
    "base": {"changes": [["quote", "q1", "words", None, "x", "../s1"]]},
    "five": {"changes": [["quote", "q1", "words", None, "x"]]},
}


@pytest.mark.parametrize("over", HOSTILE_SETS.values(), ids=HOSTILE_SETS)
def test_a_signed_change_set_that_is_none_of_ours_is_refused(key, over):
    head, line = lines()
    with pytest.raises(PackError):
        opened(sealed(key, b"\n".join([head, changed(line, **over), b""])))


HOSTILE_HEADS = {
    "newer schema": {"schema": "0099"},
    "newer version": {"briefpack": 2},
    "sort": {"sort": "other"},
    "more sets": {"sets": 2},
    "fewer sets": {"sets": 0},
    "a great many": {"sets": 10**12},
    "more changes": {"changes": 2},
    "marking": {"marking": "SECRET"},
    "device": {"accounts": {"../x": []}},
    "ranges": {"accounts": {"d1": [[4, 2]]}},
    "titles": {"titles": "A"},
    "person": {"person": 7},
    "newest": {"newest": 1 << 47},
}


@pytest.mark.parametrize("over", HOSTILE_HEADS.values(), ids=HOSTILE_HEADS)
def test_a_signed_first_line_that_is_none_of_ours_is_refused(key, over):
    head, line = lines()
    with pytest.raises(PackError):
        opened(sealed(key, b"\n".join([changed(head, **over), line, b""])))


def test_lines_in_another_order_or_twice_are_refused(key):
    head, line = lines()
    for order in ([line, head], [head, line, line], [head], [head, line, head]):
        with pytest.raises(PackError):
            opened(sealed(key, b"\n".join([*order, b""])))
    twice = changed(head, sets=2, changes=2)
    with pytest.raises(PackError, match="twice"):
        opened(sealed(key, b"\n".join([twice, line, line, b""])))


@pytest.mark.parametrize("kind", ["quote", "claim"])
def test_two_records_under_one_id_are_refused(key, kind):
    fields = {"marking": "CLEAR", "words": "x"}
    other = fields if kind == "quote" else {"marking": "CLEAR", "proposition": "x"}
    twice = (("quote", {"id": "q1", **fields}), (kind, {"id": "q1", **other}))
    with pytest.raises(PackError, match="two records under one id"):
        opened(sealed(key, content_of(small(sort=PackSort.EDITION, sets=(), records=twice))))


def test_a_document_under_another_hash_is_refused(key):
    wrong = small(texts={}, originals={"0" * 64: b"data"})
    with pytest.raises(PackError, match="SHA-256"):
        opened(sealed(key, content_of(wrong)))


def test_encrypted_to_a_passphrase_or_to_readers(key, tmp_path):
    other = signature.own_key(tmp_path / "other")
    data = seal(content_of(small()), key)
    closed = signature.encrypt(data, readers=[key.public, other.public])
    assert packfile.is_encrypted(closed)
    assert b"mutual" not in closed
    assert signature.decrypt(closed, private=other.private) == data
    stranger = signature.own_key(tmp_path / "stranger")
    for private in (stranger.private, b""):
        with pytest.raises(signature.LockedError, match="other readers"):
            signature.decrypt(closed, private=private)


def test_a_passphrase_opens_and_another_does_not(key):
    closed = signature.encrypt(b"words", passphrase="swordfish")
    assert signature.decrypt(closed, passphrase="swordfish") == b"words"
    with pytest.raises(signature.LockedError, match="passphrase does not open"):
        signature.decrypt(closed, passphrase="other")
    with pytest.raises(signature.LockedError, match="give it"):
        signature.decrypt(closed)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "config" / "signing-key"
    first = signature.own_key(path)
    assert signature.own_key(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["signing-key"]
    assert signature.fingerprint(first.public).startswith("SHA256:")
    assert first.public not in repr(first.private)


def test_a_key_file_that_is_none_says_so(tmp_path):
    path = tmp_path / "signing-key"
    path.write_text("no key")
    with pytest.raises(Exception, match="no signing key"):
        signature.own_key(path)


@given(st.binary(max_size=400))
def test_bytes_that_are_no_pack_are_refused(data):
    with pytest.raises(PackError):
        opened(data)
    with pytest.raises(PackError):
        opened(packfile.MAGIC + data)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 1000))
def test_any_words_come_out_as_they_went_in(words, number):
    one = ChangeSet("s1", "Add", "edit", None, "d1", number, number, "s1")
    sent = Sent(one, (FieldChange("quote", "q1", "words", words, words, None),))
    content = content_of(small(sets=(sent,)))
    assert read(packfile.Content(zlib.compress(content), len(content)), "0005").sets == (sent,)
    assert packs.VERSION == 1
