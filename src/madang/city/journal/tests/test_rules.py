"""The arithmetic of the chain, worked by hand where it can be."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from madang.city.journal import rules
from madang.city.journal.rules import Link, NoteValue, Personal, SaltedText

AT = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)


def a_note(pk: int = 1, verb: str = "applied") -> NoteValue:
    return NoteValue(
        pk, AT, verb, SaltedText("case:17", b"a" * 16), SaltedText("resident:4", b"b" * 16), SaltedText("{}", b"c" * 16)
    )


def sealed(*notes: NoteValue) -> list[tuple[int, bytes, NoteValue]]:
    return [(one.id, rules.leaf(one), one) for one in notes]


def link_over(notes: list[tuple[int, bytes, NoteValue]]) -> Link:
    return Link(1, AT, len(notes), rules.merkle_root([leaf for _, leaf, _ in notes]), rules.GENESIS)


def test_a_tree_of_three_leaves_hashes_the_odd_one_one_floor_up():
    a, b, c = (sha256(letter).digest() for letter in (b"a", b"b", b"c"))
    pair = sha256(b"\x01" + a + b).digest()
    assert rules.merkle_root([a, b, c]) == sha256(b"\x01" + pair + c).digest()


def test_a_tree_of_five_leaves_is_split_as_in_rfc_9162():
    leaves = [sha256(bytes([number])).digest() for number in range(5)]
    left = rules.merkle_root(leaves[:4])
    assert rules.merkle_root(leaves) == sha256(b"\x01" + left + leaves[4]).digest()


def test_a_tree_needs_a_leaf():
    with pytest.raises(ValueError, match="needs a leaf"):
        rules.merkle_root([])


def test_an_erased_text_has_the_same_digest_and_no_words():
    text = SaltedText("resident:4", b"b" * 16)
    gone = text.erased()
    assert gone.digest() == text.digest()
    assert "resident" not in gone.text
    assert gone.salt is None


def test_a_leaf_without_subjects_hashes_as_it_always_did():
    digests = [
        sha256(salt + text).digest() for salt, text in ((b"a" * 16, b"case:17"), (b"b" * 16, b"resident:4"), (b"c" * 16, b"{}"))
    ]
    head = b"1|2026-11-20T09:12:00.000000+00:00|applied|"
    assert rules.leaf(a_note()) == sha256(b"\x00" + head + b"".join(digests)).digest()


def test_a_leaf_holds_every_subject_and_survives_their_erasure():
    one, two = SaltedText("resident:4", b"d" * 16), SaltedText("resident:9", b"e" * 16)
    whole = rules.leaf(replace(a_note(), subjects=(one, two)))
    assert rules.leaf(replace(a_note(), subjects=(one, two.erased()))) == whole
    others = [(), (one,), (two, one), (one, SaltedText("resident:90", b"e" * 16))]
    assert whole not in {rules.leaf(replace(a_note(), subjects=subjects)) for subjects in others}


def test_a_leaf_does_not_change_when_its_texts_are_erased():
    note = a_note()
    assert rules.leaf(replace(note, actor=note.actor.erased(), details=note.details.erased())) == rules.leaf(note)


@pytest.mark.parametrize(
    "change", [{"id": 2}, {"verb": "withdrew"}, {"at": AT.replace(minute=13)}, {"about": SaltedText("case:18", b"a" * 16)}]
)
def test_a_leaf_changes_with_every_part_of_the_note(change):
    assert rules.leaf(replace(a_note(), **change)) != rules.leaf(a_note())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"verb": "Applied for it"}, "verb"),
        ({"about": "Kim Dohyun"}, "about"),
        ({"actor": "kim@example.org"}, "actor"),
        ({"details": {"name": "Kim Dohyun"}}, "personal words"),
        ({"details": {"mail": "kim@example.org"}}, "personal words"),
        ({"details": {"name": "김도현"}}, "personal words"),
        ({"details": {"note": "x" * 65}}, "personal words"),
        ({"details": {"Name": 1}}, "a key is small letters"),
        ({"details": {"share": 0.5}}, "personal words"),
    ],
)
def test_personal_words_stay_out(given, message):
    note = {"verb": "read", "about": "resident:17", "actor": "staff:4", "details": {}} | given
    with pytest.raises(rules.NotANote, match=message):
        rules.check_note(**note)


def test_ids_codes_numbers_and_lists_of_them_may_stand_in_a_note():
    details = {"purpose": "case:MD-7K3F-92", "count": 3, "ok": True, "none": None, "areas": ["haneul/maru", 7]}
    rules.check_note(verb="read", about="resident:17", actor="system", details=details)


def test_a_personal_text_is_kept_as_a_salted_hash():
    held = rules.with_hashes({"mail": Personal("kim@example.org"), "case": 17}, b"s" * 16)
    assert held["case"] == 17
    assert len(held["mail"]) == 64
    assert held != rules.with_hashes({"mail": Personal("kim@example.org"), "case": 17}, b"t" * 16)


def test_a_whole_batch_is_whole():
    notes = sealed(a_note(1), a_note(2), a_note(3))
    assert rules.why_batch_broken(link_over(notes), notes) is None


def test_a_changed_note_is_named():
    notes = sealed(a_note(1), a_note(2))
    link = link_over(notes)
    notes[1] = (2, notes[1][1], a_note(2, verb="withdrew"))
    assert rules.why_batch_broken(link, notes).sentence() == "note 2 in batch 1 was changed"


def test_a_note_changed_together_with_its_leaf_betrays_the_batch():
    notes = sealed(a_note(1), a_note(2))
    link = link_over(notes)
    assert rules.why_batch_broken(link, sealed(a_note(1), a_note(2, verb="withdrew"))).fault == "notes_replaced"


def test_removed_added_and_reordered_notes_are_told_apart():
    notes = sealed(a_note(1), a_note(2), a_note(3))
    link = link_over(notes)
    assert rules.why_batch_broken(link, notes[:2]).fault == "note_missing"
    assert (
        rules.why_batch_broken(link, [*notes, *sealed(a_note(4))]).sentence() == "note 4 was added to batch 1 after it was sealed"
    )
    assert rules.why_batch_broken(link, [notes[1], notes[0], notes[2]]).fault == "notes_reordered"


def test_a_text_without_salt_that_is_no_hash_breaks_its_note():
    notes = sealed(a_note(1))
    emptied = replace(a_note(1), about=SaltedText("case:17", None))
    assert rules.why_batch_broken(link_over(notes), [(1, notes[0][1], emptied)]).fault == "note_changed"


def test_links_follow_each_other():
    link = link_over(sealed(a_note(1)))
    assert rules.why_link_broken(link, link.hash(), expected=1, previous=rules.GENESIS) is None
    assert rules.why_link_broken(link, link.hash(), expected=2, previous=rules.GENESIS).fault == "batch_missing"
    assert rules.why_link_broken(link, link.hash(), expected=1, previous=b"x" * 32).fault == "chain_broken"
    assert rules.why_link_broken(link, b"x" * 32, expected=1, previous=rules.GENESIS).fault == "batch_changed"


def test_every_fault_has_a_sentence():
    for fault in rules.FAULTS:
        found = rules.BrokenLink(7, fault, 9)
        assert "7" in found.sentence() or "9" in found.sentence()
        assert rules.BrokenLink.from_code(found.code()) == found
