"""Votes are discussed as proposals are: by whom, how long, who hears of it, and what stays apart."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.journal.models import Note
from madang.city.look.tests.pages import text
from madang.city.people.models import StaffMember
from madang.city.people.rules import NOBODY, Role
from madang.city.people.tests import builders as people
from madang.city.proposals.models import Comment, ModerationCase
from madang.city.proposals.queries.comments import discussion
from madang.city.proposals.queries.discussed import comments_by_month
from madang.city.proposals.rules.comments import Side, Standing
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.rules.subjects import SubjectKind
from madang.city.proposals.services import comments, moderation
from madang.city.proposals.services.comments.held import CommentsHeld
from madang.city.proposals.tests.builders import browser_of, collecting_support, refused, resident, told, with_duty
from madang.city.proposals.tests.comments.builders import WORDS, comment, discussed, reply, row, settled, vote_comment
from madang.city.voting.models import Vote
from madang.city.voting.rules.votes import Kind
from madang.city.voting.services import moving
from madang.city.voting.tests import builders as votes
from madang.city.voting.tests.builders import CLOSES, OPENS
from madang.city.voting.tests.conftest import one_key, quick_keys

__all__ = ["one_key", "quick_keys"]

pytestmark = pytest.mark.django_db
YES_NO = {"kind": Kind.YES_NO, "options": ({"en": "Yes"}, {"en": "No"})}
JUST_BEFORE = CLOSES - timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _while_votes_are_open(monkeypatch):
    cache.clear()
    at(monkeypatch, OPENS)


def at(monkeypatch, now):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: now)


def read(url, browser=None):
    return text((browser or Client()).get(url))


def threads(reference, viewer=NOBODY, now=OPENS):
    return discussion(reference, viewer, now=now, kind=SubjectKind.VOTE).page.rows


def typed(words=WORDS, **more):
    return {"side": "for", "text": words, "language": "en", "shown": "initials"} | more


# Who, and how long


def test_a_thread_and_its_replies_stand_under_the_vote_and_under_nothing_else():
    vote, other = discussed(), discussed()
    first = vote_comment(vote)
    second = reply(first, now=OPENS)
    (thread,) = threads(vote)
    assert (thread.public_id, thread.replies[0].public_id) == (first, second)
    assert row(second).proposal is None
    assert threads(other) == ()
    assert Client().get(f"/votes/{other}/comments/{first}").status_code == 404


def test_one_writes_from_the_announcement_on_until_the_instant_of_closing():
    vote = votes.announced(votes.asked(discussed=True))
    first = vote_comment(vote, now=votes.NOW)
    reply(first, now=JUST_BEFORE)
    for act in (vote_comment, reply):
        arguments = {"reference": vote} if act is vote_comment else {"to": first}
        assert refused(act, **arguments, now=CLOSES) == "proposals.vote_is_over"
    assert refused(comments.judge_helpful, comment=first, is_helpful=True, by=resident(), now=CLOSES) == "proposals.vote_is_over"
    assert len(threads(vote, now=CLOSES)) == 1


def test_a_comment_is_not_changed_after_closing_and_still_deleted():
    vote, writer = discussed(), settled()
    first = vote_comment(vote, writer, now=JUST_BEFORE)
    changed = {"comment": first, "text": "Lime trees would.", "language": "en", "by": writer}
    assert refused(comments.edit, **changed, now=CLOSES) == "proposals.vote_is_over"
    comments.delete(comment=first, by=writer, now=CLOSES)
    assert row(first).standing == Standing.DELETED


def test_a_cancelled_vote_keeps_what_was_said_and_takes_no_more():
    asker = votes.asker()
    vote = votes.opened(votes.asked(discussed=True), asker)
    vote_comment(vote)
    moving.cancel(reference=vote, why={"en": "The square was sold."}, by=asker, now=OPENS)
    assert refused(vote_comment, reference=vote) == "proposals.vote_is_over"
    assert WORDS in read(f"/votes/{vote}/comments")


def test_a_vote_that_is_not_discussed_or_a_draft_has_no_discussion():
    asker = votes.asker()
    for vote in (votes.opened(votes.asked(), asker), votes.draft(votes.asked(discussed=True), asker), "MD-0000-000"):
        assert refused(vote_comment, reference=vote, by=asker) == "voting.unknown"
        for browser in (Client(), browser_of(asker)):
            assert browser.get(f"/votes/{vote}/comments").status_code == 404


def test_residents_write_whether_or_not_they_may_vote_and_staff_do_not():
    vote = discussed(electorate=votes.PROVED)
    assert vote_comment(vote, settled())
    officer = people.viewer_for(people.staff())
    assert refused(vote_comment, reference=vote, by=officer) == "proposals.residents_only"


# Who hears of it


def test_the_asker_hears_of_new_threads_and_whoever_is_replied_to_of_replies():
    asker, writer = votes.asker(), settled()
    vote = votes.opened(votes.asked(discussed=True), asker)
    first = vote_comment(vote, writer)
    assert "proposal.commented" in told(asker)
    assert "proposal.commented" not in told(writer)
    reply(first, asker, now=OPENS)
    assert "proposal.commented" in told(writer)


@pytest.mark.parametrize("serves", [True, False], ids=["serves", "has-left"])
def test_an_officer_who_asks_hears_of_threads_while_they_serve(serves):
    officer = votes.head()
    vote = votes.announced(votes.official(discussed=True), officer)
    StaffMember.objects.filter(pk=officer.staff.id).update(left_at=None if serves else OPENS)
    vote_comment(vote)
    assert ("proposal.commented" in told(officer)) is serves


def test_the_journal_names_the_vote_and_not_the_words():
    vote, writer = discussed(), settled()
    first = vote_comment(vote, writer)
    note = Note.objects.get(verb="comment.wrote")
    assert (note.about, note.subjects) == (f"comment:{first}", [f"vote:{vote}"])
    assert WORDS not in str(note.details)


# What is held, counted and kept apart


def test_what_is_held_about_a_person_names_the_vote():
    vote, writer = discussed(), settled()
    vote_comment(vote, writer)
    (held,) = CommentsHeld().collect(writer.resident_id)["comments"]
    assert (held["vote__reference"], held["proposal__reference"]) == (vote, None)


def test_figures_of_comments_on_proposals_do_not_count_those_on_votes():
    comment(collecting_support())
    vote_comment(discussed())
    assert [row[1:] for row in comments_by_month()] == [(1, 0, 0, 0)]


def test_a_comment_stands_under_one_thing():
    first = row(vote_comment(discussed()))
    for proposal, vote in ((None, None), (collecting_support().row.pk, first.vote_id)):
        with pytest.raises(IntegrityError, match="proposals_comment_on_one"), transaction.atomic():
            Comment.objects.filter(pk=first.pk).update(proposal=proposal, vote=vote)


@pytest.mark.parametrize("question", [votes.asked, votes.official], ids=["straw", "official"])
def test_writing_touches_neither_the_register_nor_the_ballots_of_the_vote(question, quick_keys):
    """Who comments is joined to the vote, as the page shows it, and to no ballot: no statement even reads those tables."""
    vote, writer = votes.opened(question(discussed=True)), settled()
    with CaptureQueriesContext(connection) as asked:
        first = vote_comment(vote, writer)
        reply(first, now=OPENS)
        read(f"/votes/{vote}/comments", browser_of(writer))
    tables = {name for one in asked for name in re.findall(r'"?(voting_\w+)', one["sql"])}
    assert tables == {"voting_vote"}


# Moderation


def test_a_reported_comment_stands_in_the_same_queue_with_title_and_link_of_its_vote():
    vote = discussed()
    first = vote_comment(vote)
    moderation.report(about=f"comment:{first}", reason="insult", note="", by=resident(), now=OPENS)
    moderator = browser_of(with_duty(Duty.MODERATOR))
    address = f"/staff/ideas/moderation/{ModerationCase.objects.get().public_id}"
    assert address in read("/staff/ideas/moderation", moderator)
    page = read(address, moderator)
    for words in ("What shall stand on the square?", f"/votes/{vote}/comments/{first}"):
        assert words in page, words
    hide = {"verdict": "hide", "reason": "insult", "text": "It calls a neighbour names.", "language": "en"}
    assert moderator.post(f"{address}/decide", hide).status_code == 302
    page = read(f"/votes/{vote}/comments")
    assert WORDS not in page
    assert "A moderator has hidden this comment. The reason: Insult or hate." in page
    assert WORDS in read(f"/votes/{vote}/comments", moderator)


def test_what_looks_like_spam_waits_under_a_vote_too():
    vote, writer = discussed(), settled(days=1)
    first = vote_comment(vote, writer, text="Best casino! https://bit.ly/a https://bit.ly/b")
    assert row(first).standing == Standing.WAITING
    assert threads(vote)[0].html == "" != threads(vote, writer)[0].html
    assert f"/votes/{vote}/comments/{first}" in read(f"/ideas/waiting/comment:{first}", browser_of(writer))


# Pages


def test_a_stranger_reads_and_is_led_to_sign_in_where_they_act():
    vote = discussed(**YES_NO)
    first = vote_comment(vote, side=Side.AGAINST)
    page = read(f"/votes/{vote}/comments")
    for words in (
        WORDS,
        "What shall stand on the square?",
        ">Against",
        f"/votes/{vote}/comments/{first}/reply",
        "Write a comment",
    ):
        assert words in page, words
    for act in ("new", f"{first}/reply", f"{first}/helps"):
        assert Client().post(f"/votes/{vote}/comments/{act}")["Location"].startswith("/account/login/"), act


def test_a_resident_discusses_by_forms_alone():
    vote, reader = discussed(), browser_of(settled("Park Minjun"))
    here, browser = f"/votes/{vote}/comments", browser_of(settled())
    form = read(f"{here}/new", browser)
    assert "Something that speaks for an option" in form
    assert "I am for it" not in form
    answer = browser.post(f"{here}/new", typed(side="question"))
    made = Comment.objects.get()
    assert answer["Location"] == f"{here}/{made.public_id}#comment-{made.public_id}"
    assert reader.post(f"{here}/{made.public_id}/reply", typed("Lime trees.")).status_code == 302
    judged = reader.post(f"{here}/{made.public_id}/helps", {"said": "yes", "back": here})
    assert judged["Location"] == f"{here}#comment-{made.public_id}"
    told = {"into": "ko", "text": "나무가 낫습니다."}
    assert reader.post(f"{here}/{made.public_id}/translate", told).status_code == 302
    assert browser.post(f"{here}/{made.public_id}/edit", {"text": "Which trees?", "language": "en"}).status_code == 302
    page = read(here)
    for words in ("Which trees?", "Lime trees.", "나무가 낫습니다.", 'Helpful <span class="md-num">1</span>', "Question"):
        assert words in page, words
    assert browser.post(f"{here}/{made.public_id}/delete").status_code == 302
    assert "Its author has deleted this comment." in read(here)


def test_of_several_options_one_speaks_for_one_of_them():
    vote = discussed()
    vote_comment(vote)
    assert "For an option" in read(f"/votes/{vote}/comments")
    vote_comment(yes_no := discussed(**YES_NO), settled("B B"))
    assert "For an option" not in read(f"/votes/{yes_no}/comments")


def test_after_closing_the_discussion_is_read_and_nobody_is_asked_to_write(monkeypatch):
    vote, writer = discussed(), settled()
    first = vote_comment(vote, writer, now=JUST_BEFORE)
    at(monkeypatch, CLOSES)
    for browser in (Client(), browser_of(writer), browser_of(resident())):
        page = read(f"/votes/{vote}/comments", browser)
        assert WORDS in page
        assert "The vote is over. What was said stays to be read" in page
        for act in ("/new", f"{first}/reply", f"{first}/edit", f"{first}/helps"):
            assert act not in page, act
    answer = browser_of(resident()).post(f"/votes/{vote}/comments/new", typed())
    assert answer.status_code == 409
    assert WORDS in text(answer)


def test_a_votes_page_shows_what_helps_most_and_leads_to_the_discussion(monkeypatch):
    vote = discussed()
    assert "Nobody has said anything yet" in read(f"/votes/{vote}")
    writer = settled()
    written = [vote_comment(vote, writer, f"Opinion {one}.", now=OPENS + one * timedelta(minutes=1)) for one in range(4)]
    reply(written[0], now=OPENS)
    comments.judge_helpful(comment=written[1], is_helpful=True, by=resident(), now=OPENS)
    page = read(f"/votes/{vote}")
    assert page.index("Opinion 1.") < page.index("Opinion 3.") < page.index("Opinion 2.")
    assert "Opinion 0." not in page
    assert "5 comments" in page
    assert f'href="/votes/{vote}/comments"' in page
    assert "Discuss</a>" in page
    votes.counted(vote)
    at(monkeypatch, CLOSES)
    for url in (f"/votes/{vote}", f"/votes/{vote}/result"):
        assert "Read the discussion</a>" in read(url), url


def test_a_vote_without_a_discussion_says_nothing_of_one():
    page = read(f"/votes/{votes.opened()}")
    assert "What residents say" not in page
    assert "/comments" not in page


def test_the_ballot_says_nothing_of_the_discussion():
    vote, voter = discussed(), settled()
    vote_comment(vote)
    page = read(f"/votes/{vote}/ballot", browser_of(voter))
    assert "A fountain" in page
    assert "/comments" not in page
    assert WORDS not in page


@pytest.mark.parametrize("question", [votes.asked, votes.official], ids=["straw", "official"])
def test_pages_cost_eight_queries_however_long_the_discussion_is(question, quick_keys):
    vote = votes.opened(question(discussed=True))
    first = vote_comment(vote)
    browser, counted = browser_of(resident(proved=True)), []
    for _ in range(2):
        for url in (f"/votes/{vote}/comments", f"/votes/{vote}"):
            for reader in (Client(), browser):
                reader.get(url)
                with CaptureQueriesContext(connection) as asked:
                    reader.get(url)
                counted.append(len(asked))
        reply(first, settled("B B"), now=OPENS)
        Comment.objects.bulk_create(copies(first, 20))
    assert counted[:4] == counted[4:]
    assert max(counted) <= 8, counted


def copies(public_id, many):
    """Return so many threads that say the same."""
    one = row(public_id)
    kept = {name: getattr(one, name) for name in ("vote", "side", "text", "language", "written_at", "author")}
    return [Comment(**kept) for _ in range(many)]


def test_a_vote_that_is_deleted_takes_its_discussion_with_it():
    vote = discussed()
    reply(vote_comment(vote), now=OPENS)
    Vote.objects.filter(reference=vote).delete()
    assert not Comment.objects.exists()


def test_an_auditor_and_a_head_read_and_do_not_write():
    vote = discussed()
    vote_comment(vote)
    for role in (Role.AUDITOR, Role.HEAD):
        page = read(f"/votes/{vote}/comments", people.signed_in(people.staff(role)))
        assert WORDS in page
        assert "/new" not in page
