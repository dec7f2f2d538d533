from datetime import date, timedelta

import pytest
from django.db import connection

from madang.city.kernel.refusals import Refused
from madang.city.notices.models import Notice
from madang.city.opendata.models import Dataset, DatasetRequest, Follower, Showcase, UsageDay
from madang.city.opendata.queries import community, usage
from madang.city.opendata.rules.states import Fate
from madang.city.opendata.services import community as services
from madang.city.opendata.services import usage as uses
from madang.city.opendata.services.usage import Use
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import DAY, NOW
from madang.city.people.rules import NOBODY, Role
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
WORDS = "Waiting times at every pool, by hour, to plan visits with children."


def resident():
    return people.viewer_for(people.resident())


def asked(by=None, **more):
    return services.ask(title="Pool waiting times", text=WORDS, language="en", by=by or resident(), now=NOW, **more)


def clerk(department="parks", role=Role.CASEWORKER):
    return people.viewer_for(people.staff(role, department_code=department))


def refused(act, **arguments):
    with pytest.raises(Refused) as caught:
        act(now=NOW, **arguments)
    return caught.value.refusal.key


def shown(public_id, viewer=NOBODY, today=TODAY):
    return community.request(public_id, viewer, today=today)


def test_a_request_has_a_clock_of_working_days(settings):
    settings.OPENDATA_REQUEST_DAYS = 20
    settings.CITY_HOLIDAYS, settings.CITY_OWN_HOLIDAYS = "", [date(2026, 12, 1)]
    public_id = asked()
    assert shown(public_id).due_on == date(2026, 12, 21)  # twenty working days after Friday 20 November, one of them a holiday
    assert shown(public_id).days_left == 20
    assert shown(public_id, today=date(2026, 12, 22)).is_late


def test_who_asked_is_told_when_data_answer_it():
    viewer = resident()
    public_id = asked(viewer, publisher=builders.publisher())
    slug = builders.dataset("Pool queues")
    services.accept(public_id=public_id, dataset=slug, answer="Here they are.", by=clerk(), now=NOW)
    assert (shown(public_id).state, shown(public_id).dataset_slug, shown(public_id).days_left) == (Fate.ACCEPTED, slug, None)
    notice = Notice.objects.get(account=viewer.account_id)
    assert notice.subject["en"] == "The data you asked for are there: Pool waiting times"
    assert set(notice.subject) == {"en", "ko", "zh"}


def test_a_refusal_names_its_ground_and_is_counted():
    public_id = asked(publisher=builders.publisher())
    assert refused(services.decline, public_id=public_id, ground="", answer="x" * 30, by=clerk()) == "opendata.name_the_ground"
    assert refused(services.decline, public_id=public_id, ground="security", answer="no", by=clerk()) == "opendata.give_reasons"
    services.decline(public_id=public_id, ground="personal-data", answer="It would show who swims when.", by=clerk(), now=NOW)
    assert [(ground.key, count) for ground, count in community.refusals_by_ground()] == [("personal-data", 1)]
    assert community.answered_by_month() == [("2026-11", "declined", "personal-data", 1, 1)]
    assert (
        refused(services.decline, public_id=public_id, ground="security", answer="x" * 30, by=clerk())
        == "opendata.request_answered"
    )


def test_only_the_department_that_has_the_data_answers():
    public_id = asked(publisher=builders.publisher("parks"))
    slug = builders.dataset("Pool queues")
    told = {"public_id": public_id, "dataset": slug, "answer": ""}
    assert refused(services.accept, by=clerk("roads"), **told) == "opendata.other_department"
    assert refused(services.accept, by=clerk(role=Role.AUDITOR), **told) == "people.other_role"
    assert refused(services.accept, by=resident(), **told) == "people.staff_only"
    services.accept(by=clerk("roads", Role.ADMINISTRATOR), now=NOW, **told)


def test_anybody_of_the_staff_gives_a_request_to_the_department_that_has_the_data():
    public_id = asked()
    services.take_up(public_id=public_id, publisher=builders.publisher("parks"), by=clerk("roads"), now=NOW)
    assert (shown(public_id).state, shown(public_id).publisher_slug) == (Fate.IN_REVIEW, "parks")
    assert [one.public_id for one in community.waiting(clerk("parks"), today=TODAY)] == [public_id]
    assert community.waiting(clerk("roads"), today=TODAY) == []


def test_a_request_is_not_answered_with_data_that_nobody_may_see():
    public_id = asked()
    draft = builders.dataset("Draft", is_public=False)
    assert refused(services.accept, public_id=public_id, dataset=draft, answer="", by=clerk()) == "opendata.unknown_dataset"


def test_support_counts_each_person_once_and_not_the_asker():
    asker, other = resident(), resident()
    public_id = asked(asker)
    services.support(public_id=public_id, by=other, now=NOW)
    services.support(public_id=public_id, by=other, now=NOW)
    assert shown(public_id, other).supporters == 1
    assert shown(public_id, other).is_supported
    assert not shown(public_id, asker).is_supported
    assert refused(services.support, public_id=public_id, by=asker) == "opendata.own_request"
    assert refused(services.support, public_id=public_id, by=NOBODY) == "opendata.residents_only"
    services.support(public_id=public_id, by=other, now=NOW, wanted=False)
    assert shown(public_id).supporters == 0


def test_nobody_floods_the_list():
    viewer = resident()
    for _ in range(10):
        asked(viewer)
    assert refused(services.ask, title="One more", text=WORDS, language="en", by=viewer) == "opendata.many_requests"


def test_a_request_that_was_taken_back_is_its_askers_alone():
    viewer = resident()
    public_id = asked(viewer)
    assert refused(services.take_back, public_id=public_id, by=resident()) == "opendata.not_your_request"
    services.take_back(public_id=public_id, by=viewer, now=NOW)
    assert shown(public_id, viewer).state is Fate.WITHDRAWN
    with pytest.raises(Refused):
        shown(public_id)


def test_following_is_for_accounts_and_public_data():
    slug, viewer = builders.dataset("Trees"), resident()
    services.follow(slug=slug, by=viewer, now=NOW)
    services.follow(slug=slug, by=viewer, now=NOW)
    assert [one.slug for one in community.followed(viewer.account_id, NOW)] == [slug]
    assert refused(services.follow, slug=slug, by=NOBODY) == "people.sign_in_first"
    assert refused(services.follow, slug=builders.dataset("Draft", is_public=False), by=viewer) == "opendata.no_dataset"
    services.follow(slug=slug, by=viewer, now=NOW, wanted=False)
    assert not Follower.objects.exists()


def test_a_use_of_data_is_shown_once_an_editor_has_looked():
    slug = builders.dataset("Trees")
    told = {
        "title": "Shade map",
        "text": "Shows the way in the shade.",
        "url": "https://shade.example",
        "maker": "Haru",
        "language": "en",
    }
    assert refused(services.propose_showcase, datasets=["nothing"], by=resident(), **told) == "opendata.unknown_dataset"
    bad = told | {"url": "javascript:alert(1)"}
    assert refused(services.propose_showcase, datasets=[slug], by=resident(), **bad) == "opendata.bad_address"
    made = services.propose_showcase(datasets=[slug, slug], by=resident(), now=NOW, **told)
    assert community.showcases(now=NOW).rows == ()
    assert refused(services.judge_showcase, public_id=made, accepted=True, by=clerk()) == "people.other_role"
    services.judge_showcase(public_id=made, accepted=True, by=clerk(role=Role.HEAD), now=NOW)
    assert [(one.title, one.datasets[0][0]) for one in community.showcases(now=NOW).rows] == [("Shade map", slug)]


def test_who_leaves_is_forgotten_and_what_was_asked_stays():
    viewer, slug = resident(), builders.dataset("Trees")
    public_id = asked(viewer)
    services.follow(slug=slug, by=viewer, now=NOW)
    held = services.CommunityHeld()
    assert held.collect(viewer.resident_id)["requests"][0]["title"] == "Pool waiting times"
    held.forget(viewer.resident_id, NOW)
    assert DatasetRequest.objects.get(public_id=public_id).asker_id is None
    assert not Follower.objects.exists()
    assert not Showcase.objects.exists()


def test_uses_are_counted_by_day_in_one_go():
    first, second = (Dataset.objects.get(slug=builders.dataset(title)).pk for title in ("Trees", "Ponds"))
    uses.write()
    for use, times in ((Use.VIEW, 3), (Use.DOWNLOAD, 1)):
        for _ in range(times):
            uses.count(dataset_id=first, use=use, now=NOW)
    uses.count(dataset_id=second, use=Use.QUERY, now=NOW + DAY)
    uses.count(dataset_id=10**9, use=Use.VIEW, now=NOW)  # gone meanwhile
    assert not UsageDay.objects.exists()
    assert uses.write() == 6
    uses.count(dataset_id=first, use=Use.VIEW, now=NOW + timedelta(hours=1))
    uses.write()
    rows = list(UsageDay.objects.order_by("day").values_list("dataset", "day", "views", "downloads", "queries"))
    assert rows == [(first, TODAY, 4, 1, 0), (second, date(2026, 11, 21), 0, 0, 1)]
    uses.sum_up(now=NOW)
    assert dict(Dataset.objects.values_list("slug", "uses")) == {"trees": 5, "ponds": 1}
    assert usage.most_used(TODAY)[0][1].total == 5


def test_what_is_kept_of_a_use_names_nobody():
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'opendata_usageday'")
        names = {row[0] for row in cursor.fetchall()}
    assert names == {"id", "dataset_id", "day", "views", "downloads", "queries"}
