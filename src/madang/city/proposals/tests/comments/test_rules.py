"""Comments: who may do what, and which stands first. Pure."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from madang.city.people.rules import NOBODY, Assurance, Viewer
from madang.city.proposals.rules import comments as rules
from madang.city.proposals.rules import subjects
from madang.city.proposals.rules.comments import Facts, Side, Standing, Written
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.settings import Settings
from madang.city.proposals.rules.subjects import Subject, SubjectKind

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
KNOWN = Viewer(account_id=1, resident_id=1, assurance=Assurance.EMAIL)
DAY = timedelta(days=1)
CLOSES = NOW + timedelta(days=7)
IDEA = Subject(SubjectKind.PROPOSAL, 2, "MD-2", {"en": "Shade at stops"})


def facts(standing: Standing = Standing.SHOWN, *, is_own: bool = False, depth: int = 0, minutes: int = 0) -> Facts:
    return Facts(standing, is_own, depth, NOW - timedelta(minutes=minutes))


def vote(**more: object) -> Subject:
    return Subject(SubjectKind.VOTE, 1, "MD-1", {"en": "A fountain?"}, **({"closes_at": CLOSES} | more))


def take_part(viewer: Viewer, about: Subject = IDEA, settings: Settings | None = None, now: datetime = NOW) -> str | None:
    """Return the key of why somebody may not write; None where they may."""
    refusal = rules.why_not_take_part(viewer, settings or Settings(), about, now=now)
    return refusal.key if refusal else None


@pytest.mark.parametrize(
    ("helpful", "votes", "bound"),
    [
        (0, 0, 0.0),
        (1, 1, 0.2065),  # by hand: (1 + 1.96^2/2 - 1.96 * 1.96/2) / (1 + 1.96^2) = 1 / 4.8416
        (0, 1, 0.0),
        (81, 263, 0.2553),  # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3
        (15, 148, 0.0624),  # the same
        (1, 29, 0.0061),  # the same
        (80, 100, 0.7112),
    ],
)
def test_the_bound_is_that_of_wilson(helpful, votes, bound):
    assert rules.wilson_lower_bound(helpful, votes) == pytest.approx(bound, abs=0.0003)


def test_one_early_vote_does_not_win_over_many():
    assert rules.wilson_lower_bound(1, 1) < rules.wilson_lower_bound(8, 10) < rules.wilson_lower_bound(80, 100)


@pytest.mark.parametrize("state", list(State))
def test_comments_are_taken_while_a_proposal_lives_in_public(state):
    closed = {State.DRAFT, State.PUBLISHED, State.HIDDEN, State.WITHDRAWN, State.RETIRED}
    refusal = subjects.why_not_proposal(state)
    assert (refusal is None) is (state not in closed)


def test_strangers_and_people_too_little_known_take_no_part():
    assert take_part(NOBODY) == "proposals.residents_only"
    assert take_part(KNOWN, settings=Settings(least_assured=2)) == "people.more_assurance"


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        (CLOSES - DAY, None),
        (CLOSES - timedelta(microseconds=1), None),
        (CLOSES, "proposals.vote_is_over"),
        (CLOSES + DAY, "proposals.vote_is_over"),
    ],
    ids=["before", "just-before", "at", "after"],
)
def test_a_vote_is_discussed_until_the_instant_of_closing(now, refusal):
    assert take_part(KNOWN, vote(), now=now) == refusal


def test_a_vote_that_is_cancelled_or_counted_takes_no_words_whatever_the_hour():
    over = vote(refusal=subjects.why_not_vote(is_running=False))
    assert take_part(KNOWN, over, now=CLOSES - DAY) == "proposals.vote_is_over"
    assert subjects.why_not_vote(is_running=True) is None


def test_that_a_discussion_is_over_is_told_to_strangers_too():
    assert take_part(NOBODY, vote(), now=CLOSES) == "proposals.vote_is_over"


def test_a_subject_knows_its_addresses_and_what_the_journal_calls_it():
    one = UUID("8d3e6c1e-0000-4000-8000-000000000000")
    assert (str(vote()), vote().page, vote().discussion) == ("vote:MD-1", "/votes/MD-1", "/votes/MD-1/comments")
    assert vote().comment(one) == f"/votes/MD-1/comments/{one}#comment-{one}"
    assert (str(IDEA), IDEA.discussion) == ("proposal:MD-2", "/ideas/MD-2/comments")


@pytest.mark.parametrize(
    ("text", "language", "refusal"),
    [
        ("Yes", "en", None),
        ("x" * 3_000, "ko", None),
        ("", "en", "proposals.comment_length"),
        ("x", "en", "proposals.comment_length"),
        ("x" * 3_001, "en", "proposals.comment_length"),
        ("Oui", "fr", "proposals.no_language"),
    ],
)
def test_a_comment_has_some_words_in_a_language_of_the_site(text, language, refusal):
    found = rules.why_not_words(text, language)
    assert (found.key if found else None) == refusal


@pytest.mark.parametrize(
    ("minute", "day", "age", "refusal"),
    [
        (2, 49, 30 * DAY, None),
        (3, 3, 30 * DAY, "proposals.comments_a_minute"),
        (0, 50, 30 * DAY, "proposals.comments_a_day"),
        (0, 9, DAY, None),
        (1, 1, DAY, "proposals.comments_a_minute"),
        (0, 10, DAY, "proposals.comments_a_day"),
        (0, 10, 3 * DAY, None),
    ],
)
def test_newcomers_write_fewer(minute, day, age, refusal):
    found = rules.why_not_so_many(Written(minute, day, age))
    assert (found.key if found else None) == refusal


def test_a_thread_begins_with_a_side():
    assert rules.why_not_begin(Side.REPLY).key == "proposals.no_side"
    assert all(rules.why_not_begin(side) is None for side in (Side.FOR, Side.AGAINST, Side.QUESTION))


@pytest.mark.parametrize(
    ("seen", "refusal"),
    [
        (facts(depth=2), None),
        (facts(depth=3), "proposals.thread_deep"),
        (facts(Standing.DELETED), "proposals.comment_not_shown"),
        (facts(Standing.HIDDEN), "proposals.comment_not_shown"),
        (facts(Standing.WAITING), "proposals.comment_not_shown"),
    ],
)
def test_threads_end_and_what_is_not_shown_takes_no_reply(seen, refusal):
    found = rules.why_not_reply(seen)
    assert (found.key if found else None) == refusal


@pytest.mark.parametrize(
    ("seen", "refusal"),
    [
        (facts(is_own=True, minutes=15), None),
        (facts(Standing.WAITING, is_own=True), None),
        (facts(is_own=True, minutes=16), "proposals.comment_stands"),
        (facts(minutes=1), "proposals.not_your_move"),
        (facts(Standing.HIDDEN, is_own=True), "proposals.comment_not_shown"),
        (facts(Standing.DELETED, is_own=True), "proposals.comment_not_shown"),
    ],
)
def test_a_comment_is_changed_by_its_author_within_a_quarter_of_an_hour(seen, refusal):
    found = rules.why_not_edit(seen, NOW)
    assert (found.key if found else None) == refusal


@pytest.mark.parametrize(
    ("seen", "refusal"),
    [
        (facts(is_own=True, minutes=9_999), None),
        (facts(Standing.HIDDEN, is_own=True), None),
        (facts(Standing.DELETED, is_own=True), "proposals.comment_not_shown"),
        (facts(), "proposals.not_your_move"),
    ],
)
def test_an_author_deletes_at_any_time_but_once(seen, refusal):
    found = rules.why_not_delete(seen)
    assert (found.key if found else None) == refusal


@pytest.mark.parametrize(
    ("seen", "refusal"),
    [
        (facts(), None),
        (facts(is_own=True), "proposals.own_comment"),
        (facts(Standing.HIDDEN), "proposals.comment_not_shown"),
    ],
)
def test_others_say_what_helps(seen, refusal):
    found = rules.why_not_judge(seen)
    assert (found.key if found else None) == refusal


@pytest.mark.parametrize(
    ("seen", "into", "refusal"),
    [
        (facts(), "ko", None),
        (facts(), "en", "proposals.no_language"),
        (facts(), "fr", "proposals.no_language"),
        (facts(Standing.DELETED), "ko", "proposals.comment_not_shown"),
    ],
)
def test_a_translation_is_into_another_language_of_the_site(seen, into, refusal):
    found = rules.why_not_translate(seen, "en", into)
    assert (found.key if found else None) == refusal


def test_a_comment_is_kept_without_what_no_database_keeps():
    assert rules.tidy("  a\x00b \n") == "ab"
