"""Services beside a service: those with the most subjects in common, of the same list, in a settled order."""

import random

from madang.city.portal.queries.catalogue import Catalogue, ServiceLine

EVENTS, TOPICS, PLACES = ("birth", "moving", "death"), ("family", "housing", "records"), ("families", "housing")


def line(number, *, source="city", authority="families", life_events=(), topics=()):
    return ServiceLine(
        number, f"s-{number:03}", source, "", "live", authority, {"en": f"S {number}"}, {}, tuple(life_events), tuple(topics), (), True, False,
    )  # fmt: skip


def shelf(*lines):
    return Catalogue(1, {one.id: one for one in lines}, {})


def test_more_in_common_stands_first_and_ties_go_by_slug():
    asked = line(1, life_events=["birth"], topics=["family"])
    found = shelf(
        asked,
        line(2, topics=["family"]),
        line(3, life_events=["birth"], topics=["family"]),
        line(4, life_events=["birth"], topics=["family"]),
    ).related(asked, 4)
    assert [one.id for one in found] == [3, 4, 2]


def test_another_list_and_what_shares_only_the_office_stay_out():
    asked = line(1, topics=["family"])
    found = shelf(asked, line(2, topics=["family"], source="lgsl"), line(3, topics=["records"])).related(asked, 4)
    assert found == []


def test_kinds_give_the_same_answer_as_scoring_every_service():
    dice = random.Random(3)
    lines = [
        line(n, authority=dice.choice(PLACES), life_events=dice.sample(EVENTS, 2), topics=dice.sample(TOPICS, dice.randint(0, 3)))
        for n in range(120)
    ]
    catalogue = shelf(*lines)
    for asked in lines[:20]:
        wanted = {*asked.life_events, *asked.topics}
        scored = [
            (len(wanted & {*one.life_events, *one.topics}) + (one.authority == asked.authority), one)
            for one in lines
            if one is not asked
        ]
        best = sorted((pair for pair in scored if pair[0] > 1), key=lambda pair: (-pair[0], pair[1].slug))
        assert [one.id for one in catalogue.related(asked, 6)] == [one.id for _, one in best[:6]]
