"""What is read: lists, one proposal whole, figures, feeds, digests, open data, what is held."""

from datetime import timedelta
from itertools import pairwise

import pytest

from madang.city.kernel.money import Money
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.registries import datasets, journal_verbs, personal_data, search
from madang.city.notices.models import Notice
from madang.city.people.rules import NOBODY
from madang.city.people.tests import builders as people
from madang.city.places import queries as places
from madang.city.places.tests import builders as maps
from madang.city.proposals.models import Proposal
from madang.city.proposals.queries import feeds, figures, own, showing
from madang.city.proposals.queries.listing import Order, Wanted, find
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
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, no, refused, resident, written, yes

pytestmark = pytest.mark.django_db


def found(**wanted):
    return [one.title for one in find(Wanted(**wanted), today=TODAY).page.rows]


def published(title, *, days=0, supports=0, text=builders.TEXT, **more):
    """Publish a proposal so many days ago, with a count of its own."""
    desk = builders.collecting_support(wanted=written(title=title, text=text, **more))
    Proposal.objects.filter(reference=desk.reference).update(published_at=NOW - days * DAY, supports=supports)
    return desk


# Lists


def test_no_draft_and_nothing_hidden_is_listed():
    builders.draft()
    hidden = published("Hidden one")
    published("Shown one")
    moderator = builders.with_duty(Duty.MODERATOR)
    hiding.hide(reference=hidden.reference, reason="insult", text="It insults.", language="en", by=moderator, now=NOW)
    assert found() == ["Shown one"]


def test_every_order_reads_every_proposal_once_whatever_the_size_of_a_page():
    for number in range(7):
        published(f"Proposal {number}", days=number % 3, supports=number % 2)
    for order in (Order.NEWEST, Order.SUPPORTED, Order.EXPIRING, Order.BEST):
        for size in (1, 2, 3, 7):
            seen, cursor = [], None
            while True:
                page = find(Wanted(order=order, words="proposal"), today=TODAY, cursor=cursor, size=size).page
                seen += page.rows
                cursor = page.next_cursor
                if cursor is None:
                    break
            assert len({one.reference for one in seen}) == len(seen) == 7, (order, size)
            key = {Order.NEWEST: lambda one: one.published_at, Order.EXPIRING: lambda one: -one.collects_until.toordinal()}
            keys = [key.get(order, lambda one: one.supports)(one) for one in seen]
            assert all(before >= after for before, after in pairwise(keys)), (order, keys)


def test_answers_come_newest_first_and_only_what_was_answered():
    published("Waits for support")
    first, second = builders.in_review(), builders.in_review()
    reviewing.answer(answer=no(), **(second.ask | {"now": NOW}))
    reviewing.answer(answer=yes(), **(first.ask | {"now": NOW + DAY}))
    page = find(Wanted(order=Order.ANSWERED), today=TODAY).page
    assert [(one.reference, one.decision) for one in page.rows] == [
        (first.reference, Decision.ADOPTED), (second.reference, Decision.DECLINED),
    ]  # fmt: skip


def test_filters_narrow_and_the_total_counts_what_is_left():
    builders.expired()
    published("Shade", topic="transport")
    published("Trees", topic="nature")
    author = builders.collecting_support(wanted=written(title="Ponds", topic="nature")).author
    assert found(topic="nature") == ["Ponds", "Trees"]
    assert found(author_id=author.resident_id) == ["Ponds"]
    assert found(states=frozenset({State.EXPIRED})) == ["Shade at bus stops"]
    assert find(Wanted(topic="nature"), today=TODAY, size=1).total == 2
    assert find(Wanted(topic="nature"), today=TODAY, with_count=False).total is None
    assert found(since=NOW + DAY) == []


def test_an_area_holds_what_lies_below_it(tmp_path):
    maps.load(tmp_path, maps.feature("d", maps.square(0, size=0.2)), level="district")
    maps.load(
        tmp_path,
        maps.feature("n", maps.square(0), parent="d"),
        maps.feature("m", maps.square(1), parent="d"),
        parent_field="parent",
    )
    area = {code: places.area_by_code(maps.SCHEME, code).id for code in "dnm"}
    published("In n", area_id=area["n"])
    published("In d", area_id=area["d"])
    published("At a point in m", point=Point(127.15, 37.05))
    published("Everywhere")
    assert sorted(found(area_id=area["d"])) == ["At a point in m", "In d", "In n"]
    assert found(area_id=area["m"]) == ["At a point in m"]
    (line,) = find(Wanted(area_id=area["n"]), today=TODAY).page.rows
    assert line.area == {"ko": "n동"}


def test_a_department_holds_what_lies_with_those_below_it():
    people.department("city-hall")
    people.department("transport", parent="city-hall")
    desk = builders.in_review()
    assert found(department="city-hall") == found(department="transport") == [desk.row.title]
    assert found(department="parks") == []


WORDS = [
    ("버스 정류장에 그늘막을 설치해 주세요", "ko", ("그늘막", "정류장 그늘", "버스")),
    ("请在公交车站安装遮阳棚", "zh", ("遮阳", "公交车站", "車站")),
    ("More shade at bus stops", "en", ("stop", "shade bus", "sha")),
]


@pytest.mark.parametrize(("title", "language", "queries"), WORDS)
def test_words_are_found_in_three_languages(title, language, queries):
    published(title, language=language)
    published("Ponds for frogs", text="Frogs like ponds and nothing else at all.")
    for words in queries:
        assert found(words=words) == [title], words


def test_the_best_have_the_words_in_their_title_then_most_support():
    published("Ponds", text="Frogs need shade as well, and so do newts.", supports=9)
    published("Shade for frogs", supports=1)
    published("Shade for newts", supports=2)
    assert found(words="shade", order=Order.BEST) == ["Shade for newts", "Shade for frogs", "Ponds"]
    assert found(words="?!", order=Order.BEST) == []
    assert found(order=Order.BEST)[0] == "Ponds"


def test_only_the_present_text_is_found():
    desk = builders.collecting_support(wanted=written(title="Shade for frogs"))
    writing.edit(reference=desk.reference, writing=written(title="Ponds for newts"), by=desk.author, now=NOW)
    assert found(words="frogs") == []
    assert found(words="newts") == ["Ponds for newts"]


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMV0", "WyIyMDI2IiwxXQ", "WyJuYW4iLDFd", "WzEsIDEsIDFd"])
def test_a_cursor_of_another_list_is_refused(cursor):
    with pytest.raises(BadCursor):
        find(Wanted(), today=TODAY, cursor=cursor)


def test_a_list_takes_no_more_queries_for_more_rows(django_assert_max_num_queries, tmp_path):
    maps.load(tmp_path, maps.feature("a", maps.square(0)))
    area_id = places.area_by_code(maps.SCHEME, "a").id
    for number in range(6):
        published(f"Shade {number}", area_id=area_id)
    wanted = Wanted(words="shade", area_id=area_id, topic="transport", order=Order.BEST)
    find(wanted, today=TODAY)
    with django_assert_max_num_queries(5):
        assert len(find(wanted, today=TODAY).page.rows) == 6


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
    (point,) = found.points
    assert (point.title, point.longitude, point.latitude, point.state) == ("Waits", 127.05, 37.05, State.COLLECTING)
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
