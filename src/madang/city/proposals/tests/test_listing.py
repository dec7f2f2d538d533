"""Lists: filters, orders, pages, words in three languages."""

from itertools import pairwise

import pytest

from madang.city.kernel.paging import BadCursor
from madang.city.people.tests import builders as people
from madang.city.places import queries as places
from madang.city.places.tests import builders as maps
from madang.city.proposals.queries import listing
from madang.city.proposals.queries.listing import Order, Wanted, find
from madang.city.proposals.rules.life import Decision, State
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.rules.writing import Point
from madang.city.proposals.services import hiding, reviewing, writing
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, no, published, written, yes

pytestmark = pytest.mark.django_db


def found(**wanted):
    return [one.title for one in find(Wanted(**wanted), today=TODAY).page.rows]


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
    assert find(Wanted(topic="nature"), today=TODAY, size=1, with_count=False).total is None
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


@pytest.mark.parametrize("order", [Order.BEST, Order.SUPPORTED])
def test_a_frequent_word_finds_the_same_in_the_same_order(monkeypatch, order):
    for number in range(6):
        published("Shade here" if number % 2 else "Here it is", text="Some shade would help us here.", supports=number)
    wanted = Wanted(words="shade", order=order)
    few = find(wanted, today=TODAY, size=4)
    monkeypatch.setattr(listing, "FREQUENT", 2)
    many = find(wanted, today=TODAY, size=4)
    assert [one.reference for one in many.page.rows] == [one.reference for one in few.page.rows]
    assert (many.page.next_cursor, many.total, many.is_more) == (few.page.next_cursor, 6, False)
    monkeypatch.setattr(listing, "LOOKED_AT", 4)
    more = find(wanted, today=TODAY, size=4)
    assert (more.total, more.is_more) == (5, True)


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
