"""What the city holds about somebody who comments, and what stays when they are forgotten."""

import json

import pytest

from madang.city.people.rules import NOBODY
from madang.city.proposals.models import Helpful, Report
from madang.city.proposals.queries.comments import discussion
from madang.city.proposals.services import comments, moderation, similar
from madang.city.proposals.services.comments.held import CommentsHeld
from madang.city.proposals.tests.builders import NOW, collecting_support
from madang.city.proposals.tests.comments.builders import WORDS, comment, reply, row, settled

pytestmark = pytest.mark.django_db


def busy():
    """Return somebody who commented, voted, translated, reported and linked, with the comment of another they voted on."""
    desk, person = collecting_support(), settled()
    own, others = comment(desk, person), comment(desk, text="A roof is cheaper.")
    comments.judge_helpful(comment=others, is_helpful=True, by=person, now=NOW)
    comments.translate(comment=others, into="ko", text="지붕이 쌉니다.", by=person, now=NOW)
    moderation.report(about=f"comment:{others}", reason="spam", note="Look at this.", by=person, now=NOW)
    similar.suggest_same(reference=desk.reference, other=collecting_support().reference, by=person, now=NOW)
    return desk, person, own, others


def test_everything_is_shown_and_can_be_written_as_json():
    desk, person, _, others = busy()
    held = CommentsHeld().collect(person.resident_id)
    (own,) = held["comments"]
    assert own == {
        "proposal__reference": desk.reference, "vote__reference": None, "text": WORDS, "byline": "L. S.", "standing": "shown",
    }  # fmt: skip
    assert held["reported"] == [{"case__about": f"comment:{others}", "reason": "spam", "note": "Look at this."}]
    assert [len(held[part]) for part in ("found_helpful", "translated", "said_same", "moderated")] == [1, 1, 1, 0]
    assert str(others) in json.dumps(held, default=str)


def test_a_forgotten_persons_words_stay_without_their_name():
    desk, person, own, others = busy()
    reply(own)
    CommentsHeld().forget(person.resident_id, NOW)
    held = CommentsHeld().collect(person.resident_id)
    assert not any(held.values())
    assert (row(own).author, row(own).byline, row(own).text) == (None, "", WORDS)
    assert len(discussion(desk.reference, NOBODY, now=NOW).page.rows) == 2
    assert Helpful.objects.count() == row(others).helpful == row(others).score == 0
    assert (Report.objects.get().account, Report.objects.get().note) == (None, "")
