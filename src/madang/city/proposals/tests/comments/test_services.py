"""Comments in the database: threads, votes of one person once, what stays when a comment goes."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from madang.city.journal.models import Note
from madang.city.kernel.paging import BadCursor
from madang.city.people.rules import NOBODY
from madang.city.proposals.models import Comment, Helpful, ModerationCase, Proposal
from madang.city.proposals.queries import comments as queries
from madang.city.proposals.queries.comments import discussion
from madang.city.proposals.rules.comments import Order, Side, Standing, TranslatedBy
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import comments
from madang.city.proposals.tests.builders import NOW, collecting_support, refused, resident, told, with_duty
from madang.city.proposals.tests.comments.builders import WORDS, comment, reply, row, settled

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def helps(public_id, by, *, is_helpful=True):
    comments.judge_helpful(comment=public_id, is_helpful=is_helpful, by=by, now=NOW)


def read(desk, viewer=NOBODY, **more):
    return discussion(desk.reference, viewer, now=NOW, **more).page.rows


def test_a_thread_holds_its_replies():
    desk = collecting_support()
    first = comment(desk, side=Side.QUESTION, text="Which trees?")
    second = reply(reply(first))
    (thread,) = read(desk)
    assert (thread.public_id, thread.side, thread.html, thread.byline) == (first, Side.QUESTION, "<p>Which trees?</p>\n", "L. S.")
    assert thread.replies[0].replies[0].public_id == second
    assert (thread.replies[0].depth, thread.replies[0].replies[0].depth) == (1, 2)


def test_a_thread_is_as_deep_as_threads_go():
    last = comment(collecting_support())
    for number in range(3):
        last = reply(last, settled(f"Person {number}"))
    assert refused(reply, to=last) == "proposals.thread_deep"


def test_authors_hear_of_comments_and_whoever_is_replied_to_of_replies_but_nobody_of_their_own():
    desk, writer = collecting_support(), settled()
    first = comment(desk, writer)
    assert "proposal.commented" in told(desk.author)
    reply(first, writer, text="I mean lime trees.")
    assert "proposal.commented" not in told(writer)
    reply(first, desk.author)
    assert "proposal.commented" in told(writer)


def test_the_most_helpful_stand_first_by_the_bound_and_not_by_the_share():
    desk = collecting_support()
    once, often = comment(desk, text="Seen once."), comment(desk, text="Seen often.")
    helps(once, resident())
    for number in range(5):
        helps(often, resident(), is_helpful=number < 4)
    assert [one.public_id for one in read(desk)] == [often, once]
    assert [one.public_id for one in read(desk, order=Order.NEWEST)] == [often, once]
    assert (row(often).helpful, row(often).unhelpful) == (4, 1)


def test_a_vote_can_be_changed_and_taken_back():
    first, voter = comment(collecting_support()), resident()
    helps(first, voter)
    helps(first, voter, is_helpful=False)
    assert (row(first).helpful, row(first).unhelpful) == (0, 1)
    helps(first, voter, is_helpful=None)
    assert (row(first).helpful, row(first).unhelpful, row(first).score) == (0, 0, 0)


def test_a_viewer_reads_what_they_said():
    desk, voter = collecting_support(), resident()
    helps(comment(desk), voter)
    assert read(desk, voter)[0].said is True
    assert read(desk)[0].said is None


def test_nobody_votes_on_their_own_comment():
    writer = settled()
    first = comment(collecting_support(), writer)
    assert refused(helps, public_id=first, by=writer) == "proposals.own_comment"


@pytest.mark.django_db(transaction=True)
def test_a_person_who_taps_from_many_sides_counts_once():
    first, voter = comment(collecting_support()), resident()
    together = threading.Barrier(6)

    def work():
        together.wait()
        helps(first, voter)
        connection.close()

    sides = [threading.Thread(target=work) for _ in range(6)]
    for one in sides:
        one.start()
    for one in sides:
        one.join()
    assert row(first).helpful == Helpful.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_from_many_sides_at_once():
    desk, writer = collecting_support(), settled()
    together, outcomes = threading.Barrier(6), []

    def work(number):
        together.wait()
        try:
            outcomes.append(comment(desk, writer, text=f"Number {number} of many."))
        except Exception as refusal:  # noqa: BLE001 - counted below
            outcomes.append(refusal)
        connection.close()

    sides = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for one in sides:
        one.start()
    for one in sides:
        one.join()
    assert Comment.objects.count() == 3  # three a minute
    assert (
        sum(getattr(one, "refusal", None) is not None and one.refusal.key == "proposals.comments_a_minute" for one in outcomes)
        == 3
    )


def test_a_newcomer_writes_one_comment_a_minute():
    desk, writer = collecting_support(), settled(days=1)
    comment(desk, writer)
    assert refused(comment, desk=desk, by=writer, text="Another one.") == "proposals.comments_a_minute"
    comment(desk, writer, text="And a minute later.", now=NOW + timedelta(seconds=61))


def test_a_changed_comment_says_so():
    desk, writer = collecting_support(), settled()
    first = comment(desk, writer)
    comments.edit(comment=first, text="Lime trees would.", language="en", by=writer, now=LATER)
    (thread,) = read(desk)
    assert (thread.html, thread.edited_at) == ("<p>Lime trees would.</p>\n", LATER)
    assert (
        refused(comments.edit, comment=first, text="Lime trees would.", language="en", by=writer, now=LATER)
        == "proposals.nothing_changed"
    )
    late = NOW + timedelta(minutes=16)
    assert refused(comments.edit, comment=first, text="Oaks.", language="en", by=writer, now=late) == "proposals.comment_stands"


def test_a_deleted_comment_leaves_its_thread():
    desk, writer = collecting_support(), settled()
    first = comment(desk, writer)
    answer = reply(first)
    comments.delete(comment=first, by=writer, now=NOW)
    (thread,) = read(desk, writer)
    assert (thread.standing, thread.html, thread.byline) == (Standing.DELETED, "", "")
    assert thread.replies[0].public_id == answer
    assert row(first).text == ""


def test_a_script_in_a_comment_is_only_text():
    desk = collecting_support()
    comment(desk, text="**Yes** <script>alert(1)</script> [a](javascript:alert(1))")
    (thread,) = read(desk)
    assert "<strong>Yes</strong>" in thread.html
    assert "<script" not in thread.html
    assert 'href="javascript' not in thread.html


def test_what_looks_like_spam_waits_and_its_author_is_told():
    desk, writer = collecting_support(), settled(days=1)
    moderator = with_duty(Duty.MODERATOR)
    wrote = comments.write(
        reference=desk.reference,
        side=Side.FOR,
        text="Best casino! https://bit.ly/a https://bit.ly/b",
        language="en",
        by=writer,
        now=NOW,
    )
    assert wrote.is_waiting
    assert read(desk)[0].html == ""
    assert read(desk, writer)[0].html != "" != read(desk, moderator)[0].html
    assert "proposal.moderated" in told(writer)
    assert "proposal.work" in told(moderator)
    assert "proposal.commented" not in told(desk.author)
    assert ModerationCase.objects.get().about == f"comment:{wrote.public_id}"


def test_an_edit_is_weighed_too():
    desk, writer = collecting_support(), settled(days=1)
    first = comment(desk, writer)
    comments.edit(comment=first, text="casino baccarat https://bit.ly/a", language="en", by=writer, now=LATER)
    assert row(first).standing == Standing.WAITING


def test_a_translation_says_whose_it_is_and_both_stand():
    desk, helper = collecting_support(), settled("Wang Fang")
    first = comment(desk)
    comments.translate(comment=first, into="ko", text="나무가 낫습니다.", by=helper, now=NOW)
    comments.keep_machine_translation(comment=first, into="ko", text="나무들 더.", engine="argos 1.9", now=NOW)
    found = read(desk)[0].translations
    assert [(one.language, one.by, one.engine, one.html) for one in found] == [
        ("ko", TranslatedBy.MACHINE, "argos 1.9", "<p>나무들 더.</p>\n"),
        ("ko", TranslatedBy.PERSON, "", "<p>나무가 낫습니다.</p>\n"),
    ]


def test_a_translation_of_what_was_changed_is_out_of_date():
    desk, writer = collecting_support(), settled()
    first = comment(desk, writer)
    comments.translate(comment=first, into="ko", text="나무가 낫습니다.", by=settled("Wang Fang"), now=NOW)
    comments.edit(comment=first, text="Roofs would.", language="en", by=writer, now=LATER)
    assert read(desk)[0].translations[0].is_out_of_date
    comments.translate(comment=first, into="ko", text="지붕이 낫습니다.", by=settled("Wang Fang"), now=LATER)
    (found,) = read(desk)[0].translations
    assert (found.is_out_of_date, found.html) == (False, "<p>지붕이 낫습니다.</p>\n")


def test_a_machine_has_a_name():
    first = comment(collecting_support())
    with pytest.raises(ValueError, match="machine's name"):
        comments.keep_machine_translation(comment=first, into="ko", text="나무들", engine=" ", now=NOW)


def test_a_retired_proposal_takes_no_comments():
    desk = collecting_support()
    Proposal.objects.filter(reference=desk.reference).update(state=State.RETIRED.value)
    assert refused(comment, desk=desk) == "proposals.no_comments_now"


def test_threads_come_page_by_page_each_once(monkeypatch):
    monkeypatch.setattr(queries, "THREADS", 2)
    desk = collecting_support()
    written = {comment(desk, settled(f"Person {number}"), text=f"Opinion {number}.") for number in range(5)}
    seen, cursor = [], None
    while True:
        page = discussion(desk.reference, NOBODY, now=NOW, cursor=cursor).page
        seen += [one.public_id for one in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == 5
    assert set(seen) == written
    with pytest.raises(BadCursor):
        discussion(desk.reference, NOBODY, now=NOW, cursor="bm9uc2Vuc2U")


def test_only_one_side_is_read_where_asked():
    desk = collecting_support()
    comment(desk, side=Side.AGAINST, text="Too dear.")
    comment(desk, text=WORDS)
    assert [one.side for one in read(desk, side=Side.AGAINST)] == [Side.AGAINST]
    assert discussion(desk.reference, NOBODY, now=NOW).counts[Side.AGAINST] == 1


def test_a_page_takes_the_same_statements_however_many_stand_on_it(django_assert_num_queries):
    desk = collecting_support()
    first = comment(desk)
    with django_assert_num_queries(4):
        read(desk)
    for number in range(4):
        reply(first, settled(f"Person {number}"), text=f"Answer {number}.")
        comment(desk, settled(f"Other {number}"), text=f"Opinion {number}.")
    with django_assert_num_queries(4):
        read(desk)


def test_the_journal_knows_who_and_not_what():
    desk, writer = collecting_support(), settled()
    first = comment(desk, writer)
    note = Note.objects.get(verb="comment.wrote")
    assert (note.about, note.actor, note.subjects) == (
        f"comment:{first}", f"resident:{writer.resident_id}", [f"proposal:{desk.reference}"],
    )  # fmt: skip
    assert WORDS not in note.details
