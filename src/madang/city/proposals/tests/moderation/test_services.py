"""Reports, decisions and objections in the database, over comments, proposals and statements alike."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from madang.city.journal.models import Note
from madang.city.people.rules import CITY, NOBODY
from madang.city.proposals.models import ModerationCase, Report, Statement
from madang.city.proposals.queries import moderation as queries
from madang.city.proposals.queries.spam import circumstances_of
from madang.city.proposals.rules.comments import Standing
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.moderation import Reason, Verdict
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import hiding, moderation, opinions, settings
from madang.city.proposals.tests.builders import NOW, collecting_support, draft, refused, resident, told, with_duty, written
from madang.city.proposals.tests.comments.builders import comment, row, settled

pytestmark = pytest.mark.django_db
WHY = "It names a neighbour and the house she lives in."
LATER = NOW + timedelta(hours=3)


def report(about, by=None, reason="private"):
    moderation.report(about=about, reason=reason, note="", by=by or resident(), now=NOW)
    return ModerationCase.objects.get(about=about, verdict="")


def decide(case, by, verdict=Verdict.HIDE, *, now=LATER, reason="private"):
    moderation.decide(case=case.public_id, verdict=verdict, reason=reason, text=WHY, language="en", by=by, now=now)


def appeal(about, by, *, now=LATER):
    moderation.appeal(about=about, text="She agreed to it herself.", language="en", by=by, now=now)


def judge(case, by, *, was_right):
    moderation.judge(case=case.public_id, was_right=was_right, text="She says that she agreed.", language="en", by=by, now=LATER)


def moderators(count=2):
    return [with_duty(Duty.MODERATOR) for _ in range(count)]


def hidden_comment(writer=None):
    """Return a hidden comment's reference, its case, its writer and the moderator who hid it."""
    writer, first = writer or settled(), with_duty(Duty.MODERATOR)
    about = f"comment:{comment(collecting_support(), writer)}"
    case = report(about)
    decide(case, first)
    return about, case, writer, first


def standing(about):
    return row(about.removeprefix("comment:")).standing


def test_reports_of_one_text_gather_in_one_case():
    about = f"comment:{comment(collecting_support())}"
    moderator, _ = moderators()
    report(about)
    report(about, reason="insult")
    (case,) = queries.queue(moderator).rows
    assert [one.reason for one in case.reports] == [Reason.PRIVATE, Reason.INSULT]
    assert "proposal.work" in told(moderator)


def test_the_most_reported_come_first_then_those_with_most_points():
    moderator, _ = moderators()
    desk = collecting_support()
    once, twice = (f"comment:{comment(desk, text=text)}" for text in ("Seen by one.", "Seen by two."))
    report(once)
    report(twice)
    report(twice)
    spammer = settled(days=1)
    spam = f"comment:{comment(desk, spammer, 'casino slot machine https://bit.ly/1')}"
    assert [one.about for one in queries.queue(moderator).rows] == [twice, once, spam]


def test_nobody_reports_twice_their_own_text_or_without_an_account():
    writer, reader = settled(), resident()
    about = f"comment:{comment(collecting_support(), writer)}"
    report(about, reader)
    assert refused(report, about=about, by=reader) == "proposals.reported_already"
    assert refused(report, about=about, by=writer) == "proposals.own_text"
    assert refused(report, about=about, by=NOBODY) == "people.sign_in_first"
    assert refused(report, about="comment:0", by=reader) == "proposals.no_moderated_text"


@pytest.mark.django_db(transaction=True)
def test_reporters_who_meet_open_one_case():
    about = f"comment:{comment(collecting_support())}"
    readers, together = [resident() for _ in range(5)], threading.Barrier(5)

    def work(reader):
        together.wait()
        moderation.report(about=about, reason="spam", note="", by=reader, now=NOW)
        connection.close()

    sides = [threading.Thread(target=work, args=(reader,)) for reader in readers]
    for one in sides:
        one.start()
    for one in sides:
        one.join()
    assert ModerationCase.objects.get().reports == Report.objects.count() == 5


def test_a_hidden_comment_tells_its_author_the_reason():
    about, case, writer, _ = hidden_comment()
    assert standing(about) == Standing.HIDDEN
    assert "proposal.moderated" in told(writer)
    own = queries.own_hidden(about, writer)
    assert (own.reason, own.decision_text, own.reports) == ("private", WHY, ())
    assert queries.own_hidden(about, resident()) is None
    assert Note.objects.get(verb="moderation.hid").details == f'{{"case":"{case.public_id}","reason":"private"}}'


def test_a_kept_comment_stays_and_may_be_reported_anew():
    moderator, _ = moderators()
    about = f"comment:{comment(collecting_support())}"
    decide(report(about), moderator, Verdict.KEEP)
    assert standing(about) == Standing.SHOWN
    report(about)
    assert ModerationCase.objects.filter(about=about).count() == 2


def test_a_comment_held_back_is_shown_when_a_moderator_keeps_it():
    moderator, _ = moderators()
    writer = settled(days=1)
    about = f"comment:{comment(collecting_support(), writer, 'casino slot machine https://bit.ly/1')}"
    assert standing(about) == Standing.WAITING
    decide(ModerationCase.objects.get(about=about), moderator, Verdict.KEEP)
    assert standing(about) == Standing.SHOWN


def test_a_moderator_judges_neither_their_own_text_nor_their_own_report():
    moderator = with_duty(Duty.MODERATOR)
    desk = collecting_support()
    writer = settled()
    settings.give_duty(account_id=writer.account_id, duty=Duty.MODERATOR, by=CITY, now=NOW)
    own = report(f"comment:{comment(desk, writer)}")
    assert refused(decide, case=own, by=writer) == "proposals.own_text"
    reported = report(f"comment:{comment(desk, settled(), 'Another one.')}", moderator)
    assert refused(decide, case=reported, by=moderator) == "proposals.own_report"
    assert refused(decide, case=reported, by=resident()) == "proposals.not_your_move"


def test_an_objection_is_judged_by_another_moderator_and_the_comment_shown_again():
    about, case, writer, first = hidden_comment()
    appeal(about, writer)
    second = with_duty(Duty.MODERATOR)
    assert [(one.id, one.may_judge) for one in queries.objections(second)] == [(case.public_id, True)]
    assert queries.objections(first)[0].may_judge is False
    assert refused(judge, case=case, by=first, was_right=True) == "proposals.another_moderator"
    judge(case, second, was_right=False)
    assert standing(about) == Standing.SHOWN
    assert queries.objections(second) == []
    assert refused(judge, case=case, by=second, was_right=True) == "proposals.no_appeal_waits"


def test_where_the_first_was_right_the_comment_stays_hidden():
    about, case, writer, _ = hidden_comment()
    appeal(about, writer)
    judge(case, with_duty(Duty.MODERATOR), was_right=True)
    assert standing(about) == Standing.HIDDEN
    assert refused(appeal, about=about, by=writer) == "proposals.appealed_already"


def test_only_the_author_objects():
    about, *_ = hidden_comment()
    assert refused(appeal, about=about, by=resident()) == "proposals.no_moderated_text"


def test_a_proposal_is_hidden_appealed_and_restored_by_its_own_moves():
    first, second = moderators()
    desk = collecting_support()
    about = f"proposal:{desk.reference}"
    case = report(about)
    decide(case, first)
    assert (desk.row.state, desk.row.hidden_for) == (State.HIDDEN, "private")
    appeal(about, desk.author)
    assert refused(judge, case=case, by=first, was_right=True) == "proposals.another_moderator"
    judge(case, second, was_right=False)
    assert desk.row.state == State.COLLECTING


def test_an_objection_made_on_the_proposals_own_page_waits_here_too():
    first, second = moderators()
    desk = collecting_support()
    case = report(f"proposal:{desk.reference}")
    decide(case, first)
    hiding.appeal(reference=desk.reference, text="She agreed to it.", language="en", by=desk.author, now=LATER)
    assert [one.id for one in queries.objections(second)] == [case.public_id]
    judge(case, second, was_right=True)
    assert desk.row.upheld_at is not None
    assert queries.objections(second) == []


def test_a_statement_is_hidden_and_shown_again():
    first, second = moderators()
    staff = with_duty(Duty.CLERK)
    talk = opinions.open_conversation(question={"en": "More trees?"}, topic="nature", by=staff, now=NOW)
    writer = resident()
    number = opinions.add_statement(reference=talk, text="Trees cool the street.", language="en", by=writer, now=NOW)
    about = f"statement:{talk}.{number}"
    case = report(about)
    decide(case, first)
    assert Statement.objects.get().state == "hidden"
    appeal(about, writer)
    judge(case, second, was_right=False)
    assert Statement.objects.get().state == "shown"


def test_a_proposal_that_looks_like_spam_waits_and_is_opened_by_a_moderator():
    moderator, _ = moderators()
    author = settled(days=1)
    desk = draft(
        author,
        written(
            title="Best casino of the town",
            text="Slot machine and baccarat at https://bit.ly/1 for everybody here, day and night.",
        ),
    )
    assert moderation.publish(reference=desk.reference, shown=Shown.INITIALS, by=author, now=NOW) is False
    assert (desk.row.state, desk.row.held_for) == (State.PUBLISHED, "spam")
    (case,) = queries.queue(moderator).rows
    assert case.points == sum(one.points for one in case.findings) >= 6
    decide(ModerationCase.objects.get(), moderator, Verdict.KEEP)
    assert desk.row.state == State.COLLECTING


def test_an_honest_proposal_collects_support_at_once():
    author = settled()
    desk = draft(author)
    assert moderation.publish(reference=desk.reference, shown=Shown.INITIALS, by=author, now=NOW) is True
    assert desk.row.state == State.COLLECTING
    assert ModerationCase.objects.count() == 0


SPAM = written(
    title="Best casino of the town", text="Slot machine and baccarat at https://bit.ly/1 for everybody, day and night."
)


def test_a_change_that_looks_like_spam_comes_before_a_moderator_and_stays_to_be_read():
    moderator, _ = moderators()
    desk = collecting_support(settled())
    moderation.edit(reference=desk.reference, writing=SPAM, by=desk.author, now=NOW)
    (case,) = queries.queue(moderator).rows
    assert case.about == f"proposal:{desk.reference}"
    assert case.points >= 6
    assert desk.row.state == State.COLLECTING
    assert "proposal.moderated" not in told(desk.author)


def test_the_signs_of_what_is_held_back_are_read_anew_with_each_change():
    moderator, _ = moderators()
    desk = draft(settled(), SPAM)
    moderation.publish(reference=desk.reference, shown=Shown.INITIALS, by=desk.author, now=NOW)
    moderation.edit(reference=desk.reference, writing=written(), by=desk.author, now=NOW)
    (case,) = queries.queue(moderator).rows
    assert (case.points, case.findings) == (0, ())
    assert desk.row.state == State.PUBLISHED


def test_what_was_held_back_and_hidden_is_open_once_an_objection_is_right():
    first, second = moderators()
    desk = draft(settled(), SPAM)
    moderation.publish(reference=desk.reference, shown=Shown.INITIALS, by=desk.author, now=NOW)
    case = ModerationCase.objects.get()
    decide(case, first, reason="spam")
    assert desk.row.state == State.HIDDEN
    appeal(case.about, desk.author)
    judge(case, second, was_right=False)
    assert (desk.row.state, desk.row.held_for) == (State.COLLECTING, "")


def test_an_honest_change_comes_before_nobody():
    desk = collecting_support(settled())
    moderation.edit(reference=desk.reference, writing=written(title="More shade at stops"), by=desk.author, now=NOW)
    assert not ModerationCase.objects.exists()


def test_what_others_write_in_drafts_is_not_compared():
    draft(settled())
    desk = draft(settled())
    assert circumstances_of(desk.author.resident_id, NOW, without_proposal=desk.row.pk).others == ()


def test_the_queue_is_for_moderators():
    for read in (queries.queue, queries.objections):
        assert refused(read, viewer=resident()) == "proposals.not_your_move"
    assert refused(queries.case, public_id=uuid4(), viewer=with_duty(Duty.MODERATOR)) == "proposals.no_moderated_text"


def test_figures_count_reasons_time_and_objections():
    about, case, writer, _ = hidden_comment()  # three hours after it was reported
    kept = report(f"comment:{comment(collecting_support())}", reason="off_topic")
    decide(kept, with_duty(Duty.MODERATOR), Verdict.KEEP, now=NOW + timedelta(hours=1))
    appeal(about, writer)
    judge(case, with_duty(Duty.MODERATOR), was_right=False)
    found = queries.figures(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    assert (found.opened, found.decided, found.kept) == (2, 2, 1)
    assert found.hidden == {Reason.SPAM: 0, Reason.INSULT: 0, Reason.PRIVATE: 1, Reason.OFF_TOPIC: 0}
    assert (found.reports[Reason.PRIVATE], found.reports[Reason.OFF_TOPIC]) == (1, 1)
    assert found.median_hours == 2.0  # of one hour and three
    assert (found.appeals, found.judged, found.overturned) == (1, 1, 1)


def test_figures_of_proposals_come_from_their_moves():
    first, second = moderators()
    desk = collecting_support()
    case = report(f"proposal:{desk.reference}")
    decide(case, first)
    appeal(f"proposal:{desk.reference}", desk.author)
    judge(case, second, was_right=False)
    found = queries.figures(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    assert (found.appeals, found.judged, found.overturned) == (1, 1, 1)


def test_a_time_without_decisions_has_no_median():
    found = queries.figures(since=NOW, until=NOW + timedelta(days=1))
    assert (found.median_hours, found.decided) == (None, 0)
