"""What is read: one proposal whole, figures, feeds, digests, open data, what is held."""

from datetime import timedelta

import pytest

from madang.city.kernel.money import Money
from madang.city.kernel.registries import datasets, journal_verbs, personal_data, search
from madang.city.notices.models import Notice
from madang.city.people.rules import NOBODY
from madang.city.proposals.models import Proposal
from madang.city.proposals.queries import feeds, figures, own, showing
from madang.city.proposals.rules.life import Decision, Move, State
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.rules.way import Standing
from madang.city.proposals.rules.writing import Point
from madang.city.proposals.services import (
    co_authors,
    digests,
    doing,
    following,
    hiding,
    reviewing,
    sentences,
    writing,
)
from madang.city.proposals.services.doing import Step
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, no, published, refused, resident, written, yes

pytestmark = pytest.mark.django_db


# One proposal


def test_one_proposal_whole():
    desk = builders.in_progress(supports=2)
    step = Step(on_date=TODAY, title="Ten stops", spent=Money(300_000, "KRW"))
    doing.add_milestone(step=step, **desk.ask)
    doing.add_milestone(step=step, **desk.ask)
    shown = showing.proposal(desk.reference, viewer=desk.supporters[0], now=NOW)
    assert (shown.written.title, shown.written.bylines) == ("Shade at bus stops", ("K. H.",))
    assert shown.written.html.startswith("<p>Buses stop in the sun")
    assert (shown.standing.state, shown.standing.decision, shown.standing.supports) == (State.IN_PROGRESS, Decision.ADOPTED, 2)
    assert (shown.standing.department_code, shown.standing.officer_name) == ("transport", "Lee Sora")
    assert [step.standing for step in shown.steps] == [*[Standing.PAST] * 6, Standing.NOW, Standing.TO_COME, Standing.TO_COME]
    assert [event.move for event in shown.events][:6] == [Move.PUBLISH, Move.OPEN, Move.REACH, Move.ROUTE, Move.DECIDE, Move.PLAN]
    assert shown.events[3].department == {"en": "Transport", "ko": "transport과", "zh": "transport处"}
    assert (shown.answers[0].decision, shown.answers[0].staff_name) == (Decision.ADOPTED, "Lee Sora")
    assert shown.spent == (Money(600_000, "KRW"),)
    assert (shown.mine.supports, shown.mine.parts, shown.mine.moves) == (True, frozenset(), ())
    assert showing.proposal(desk.reference, viewer=desk.officer, now=NOW).mine.moves == (
        Move.REASSIGN,
        Move.MILESTONE,
        Move.FINISH,
    )
    assert showing.proposal(desk.reference, viewer=NOBODY, now=NOW).mine.supports is False


def test_a_hidden_text_is_read_by_its_authors_and_moderators_alone():
    desk = builders.collecting_support()
    moderator = builders.with_duty(Duty.MODERATOR)
    hiding.hide(reference=desk.reference, reason="insult", text="It insults.", language="en", by=moderator, now=NOW)
    for viewer, reads in ((desk.author, True), (moderator, True), (resident(), False), (NOBODY, False)):
        shown = showing.proposal(desk.reference, viewer=viewer, now=NOW)
        assert (bool(shown.written.html), bool(shown.written.title)) == (reads, reads)
        assert (shown.standing.hidden_for, shown.events[-1].reason) == ("insult", "insult")
    assert refused(showing.version, reference=desk.reference, number=1, viewer=NOBODY) == "proposals.unknown"


def test_a_draft_is_there_for_its_authors_alone():
    desk, friend = builders.draft(), resident()
    invitation = co_authors.invite(reference=desk.reference, called="Minsu", by=desk.author, now=NOW)
    assert own.invited(invitation).title == "Shade at bus stops"
    for read in (own.draft, showing.version):
        asked = {"number": 1} if read is showing.version else {}
        assert refused(read, reference=desk.reference, viewer=friend, **asked) == "proposals.unknown"
    assert refused(showing.proposal, reference=desk.reference, viewer=NOBODY, now=NOW) == "proposals.unknown"
    co_authors.agree(invitation=invitation, shown=Shown.NAME, by=friend, now=NOW)
    mine = own.draft(desk.reference, viewer=friend)
    assert (mine.writing, mine.is_author, [(one.called, one.byline) for one in mine.invitations]) == (
        written(),
        False,
        [("Minsu", "Kim Haru")],
    )
    assert refused(own.invited, invitation=invitation) == "proposals.unknown"
    assert refused(showing.proposal, reference="MD-0000-000", viewer=NOBODY, now=NOW) == "proposals.unknown"


def test_every_version_stays_to_be_read():
    desk = builders.collecting_support()
    writing.edit(reference=desk.reference, writing=written(text="Buses stop in the *rain*, too."), by=desk.author, now=NOW + DAY)
    shown = showing.proposal(desk.reference, viewer=NOBODY, now=NOW)
    assert [(one.number, one.at) for one in shown.written.versions] == [(1, NOW), (2, NOW + DAY)]
    assert showing.version(desk.reference, 1, viewer=NOBODY).source == builders.TEXT
    assert showing.version(desk.reference, 2, viewer=NOBODY).html == "<p>Buses stop in the <em>rain</em>, too.</p>\n"
    assert refused(showing.version, reference=desk.reference, number=3, viewer=NOBODY) == "proposals.unknown"


def test_residents_find_what_they_wrote_support_and_are_asked():
    desk = builders.done(supports=1)
    drafted = builders.draft(desk.author)
    supporter = desk.supporters[0]
    assert {one.reference for one in own.written_by(desk.author.resident_id, today=TODAY)} == {desk.reference, drafted.reference}
    assert [one.reference for one in own.supported_by(supporter.resident_id, today=TODAY)] == [desk.reference]
    assert [one.reference for one in own.to_check(supporter.resident_id, today=TODAY)] == [desk.reference]
    shown = showing.proposal(desk.reference, viewer=supporter, now=NOW)
    assert (shown.mine.is_asked, shown.mine.has_checked, shown.checks.asked) == (True, False, 2)
    doing.check(reference=desk.reference, is_done=True, text="Lovely.", by=supporter, now=NOW)
    shown = showing.proposal(desk.reference, viewer=supporter, now=NOW)
    assert (shown.mine.is_asked, shown.mine.has_checked, shown.checks.remarks) == (False, True, ("Lovely.",))
    assert own.to_check(supporter.resident_id, today=TODAY) == ()


# Figures


def test_the_league_counts_what_came_late_and_what_is_late():
    quick = builders.in_review(department_code="transport")
    reviewing.answer(answer=no(), **(quick.ask | {"now": NOW + 10 * DAY}))
    slow = builders.in_review(department_code="parks")
    reviewing.answer(answer=yes(next_on=TODAY + 200 * DAY), **(slow.ask | {"now": NOW + 60 * DAY}))
    builders.in_review(department_code="parks")
    lines = figures.league(now=NOW + 61 * DAY)
    assert [(one.department_code, one.answers, one.median_days, one.waiting, one.overdue) for one in lines] == [
        ("transport", 1, 10.0, 0, 0),
        ("parks", 1, 60.0, 2, 1),  # one answered late, which now waits for its plan, and one that nobody answers
    ]
    assert [one.overdue_share for one in lines] == [0.0, pytest.approx(2 / 3)]


def test_the_dashboard_shows_how_far_proposals_come():
    published("Waits", topic="nature", point=Point(127.05, 37.05), supports=3)
    builders.routed()
    reviewing.answer(answer=no(), **builders.in_review().ask)
    builders.done()
    found = figures.dashboard(since=NOW - DAY, until=NOW + DAY)
    assert found.funnel == figures.Funnel(published=4, reached=3, answered=2, adopted=1, done=1)
    assert [(one.topic, one.published, one.adopted, one.supports) for one in found.topics] == [
        ("transport", 3, 1, 3), ("nature", 1, 0, 3),
    ]  # fmt: skip
    (month,) = found.months
    assert (month.month, month.answers, month.median_days, month.in_time) == ("2026-11", 2, 0.0, 2)
    assert found.areas == {None: 4}
    assert found.begun == (("2026-11", 4),)
    assert figures.dashboard(since=NOW + DAY, until=NOW + 2 * DAY).funnel == figures.Funnel(0, 0, 0, 0, 0)


# Feeds, digest, search, open data, what is held


def test_a_feed_tells_of_moves_newest_first():
    desk = builders.in_review()
    other = published("Ponds", topic="nature")
    assert [(one.title, one.move) for one in feeds.feed()] == [
        ("Ponds", Move.OPEN), ("Shade at bus stops", Move.ROUTE), ("Shade at bus stops", Move.REACH), ("Shade at bus stops", Move.OPEN),
    ]  # fmt: skip
    assert [one.reference for one in feeds.feed(topic="nature")] == [other.reference]
    assert [one.move for one in feeds.feed(reference=desk.reference, size=1)] == [Move.ROUTE]
    assert feeds.feed(reference=desk.reference)[0].url == f"/ideas/{desk.reference}"


def test_the_digest_tells_what_is_new_runs_out_and_was_answered():
    published("Too old", days=8, supports=9)
    published("New, liked", supports=5)
    published("New", supports=1)
    reviewing.answer(answer=no(), **builders.in_review().ask)
    Proposal.objects.filter(title="Too old").update(collects_until=TODAY + 2 * DAY)
    found = feeds.digest(now=NOW + timedelta(minutes=1))
    assert [one.title for one in found.new] == ["New, liked", "Shade at bus stops", "New"]
    assert (found.new_total, [one.title for one in found.expiring], [one.title for one in found.answered]) == (
        3, ["Too old"], ["Shade at bus stops"],
    )  # fmt: skip
    assert feeds.digest(topic="nature", now=NOW).is_empty


def test_who_wished_for_it_gets_one_digest_a_week_and_none_that_is_empty():
    reader, empty, nobody = resident(), resident(), resident()
    published("Shade")
    following.wish_digest(by=reader, now=NOW)
    following.wish_digest(by=empty, now=NOW, topic="nature")
    following.wish_digest(by=nobody, now=NOW)
    following.end_digest(by=nobody)
    assert refused(following.wish_digest, by=reader, now=NOW, topic="gossip") == "proposals.no_topic"
    for later in (NOW, NOW + timedelta(hours=1)):
        assert digests.send_batch(after=0, now=later) is None
    digest = Notice.objects.get(kind="proposal.digest")
    assert (digest.account_id, digest.subject["en"]) == (reader.account_id, "This week's proposals: 1 new, 0 answered")
    assert "Shade (MD-" in digest.body["ko"]


def test_the_search_box_finds_proposals():
    desk = builders.collecting_support()
    source = next(one for one in search.sources() if one.name == "proposals")
    (hit,) = source.search("shade", "en", 5)
    assert (hit.title, hit.url) == ("Shade at bus stops", f"/ideas/{desk.reference}")


def test_open_data_has_a_row_for_each_listed_proposal_and_names_nobody():
    builders.draft()
    desk = builders.adopted()
    sources = datasets.datasets()
    (row,) = sources["proposals"].rows()
    assert row == (
        desk.reference, "Shade at bus stops", "en", "transport", None, "answered", "adopted", 1, 1, "transport", TODAY, TODAY, TODAY,
    )  # fmt: skip
    assert list(sources["proposal-supports-by-month"].rows()) == [("2026-11", "transport", 1)]
    assert list(sources["proposal-answer-times"].rows()) == [("2026-11", 1, 0.0, 0.0, 1.0)]
    for source in (sources["proposals"], sources["proposal-supports-by-month"], sources["proposal-answer-times"]):
        assert all(len(one) == len(source.columns) for one in source.rows())


def test_residents_see_all_that_is_held_about_them():
    desk = builders.collecting_support(supports=1)
    following.follow(reference=desk.reference, by=desk.author, now=NOW)
    holder = next(one for one in personal_data.holders() if one.name == "proposals")
    mine, theirs = (holder.collect(one.resident_id) for one in (desk.author, desk.supporters[0]))
    assert (mine["proposals"][0]["reference"], mine["texts"][0]["text"], mine["followed"]) == (
        desk.reference,
        builders.TEXT,
        [desk.reference],
    )
    assert theirs["supported"] == [{"reference": desk.reference, "at": NOW.isoformat()}]
    assert theirs["proposals"] == []


def test_every_move_has_words_in_the_journal():
    assert set(sentences.MOVES) == set(Move)
    assert {f"proposal.{move.value}" for move in Move} <= journal_verbs.known()


def test_every_move_that_residents_hear_of_has_words():
    from madang.city.proposals.services.holding import TOLD
    from madang.city.proposals.services.telling import WHAT

    assert set(WHAT) == set(TOLD)
