"""What becomes of an adopted idea: steps with pictures and money, the vote, service and case that it leads to, and the way back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from madang.city.kernel.registries.origins import origins_of
from madang.city.look.tests.pages import text
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.portal.tests import builders as portal
from madang.city.proposals.models import Link, Milestone, Picture, Proposal
from madang.city.proposals.services import carrying, doing, linking
from madang.city.proposals.services.carrying import Question
from madang.city.proposals.services.doing import Step
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, adopted, in_progress, in_review, refused, resident
from madang.city.voting.models import Vote

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)
    settings.MEDIA_ROOT = str(tmp_path)


def desk_of(viewer):
    return people.signed_in(viewer.staff)


def act(viewer, desk, name, **typed):
    return desk_of(viewer).post(f"/staff/ideas/{desk.reference}/{name}", {f"{name}-{key}": value for key, value in typed.items()})


def day(name, when):
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


def photo(data=b""):
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, "PNG")
    return SimpleUploadedFile("trees.png", data or kept.getvalue(), "image/png")


def question(**more):
    told = {"text": "Shall every stop get trees?", "language": "en", "opens_on": TODAY + 20 * DAY, "closes_on": TODAY + 34 * DAY}
    return Question(**told | more)


STEP = {"title": "Ten stops have shade", "language": "en", "text": "", "spent": "1200000"} | day("on_date", TODAY)


def test_a_step_is_told_with_its_money_and_a_picture_and_everybody_sees_both():
    desk = in_progress()
    assert act(desk.officer, desk, "milestone", **STEP, picture=photo(), alternative="Trees at a stop").status_code == 302
    page = text(Client().get(f"/ideas/{desk.reference}"))
    shown = Picture.objects.get(milestone=Milestone.objects.get())
    assert f'src="/ideas/{desk.reference}/pictures/{shown.public_id}.jpg" alt="Trees at a stop"' in page
    assert "₩1.2 million spent so far" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [({}, "Say what the picture shows"), ({"alternative": "Trees"}, "Choose a JPEG, PNG or WebP file")],
    ids=["no-words", "no-picture"],
)
def test_a_step_whose_picture_cannot_be_taken_is_not_told_at_all(typed, said):
    desk = in_progress()
    answer = act(desk.officer, desk, "milestone", **STEP, picture=photo(b"" if not typed else b"no picture"), **typed)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Milestone.objects.exists()


def test_more_pictures_are_added_to_a_step_that_was_told():
    desk = in_progress()
    assert 'id="picture"' not in text(desk_of(desk.officer).get(f"/staff/ideas/{desk.reference}"))
    number = doing.add_milestone(step=Step(on_date=TODAY, title="Ten stops"), **desk.ask)
    assert "Ten stops" in text(desk_of(desk.officer).get(f"/staff/ideas/{desk.reference}"))
    act(desk.officer, desk, "picture", milestone=str(number), picture=photo(), alternative="A stop")
    assert Picture.objects.get().milestone_id == number
    assert act(desk.officer, desk, "picture", milestone="0", picture=photo(), alternative="A stop").status_code == 422


def test_a_head_drafts_an_official_vote_on_an_adopted_idea_and_both_pages_lead_to_each_other():
    desk = adopted()
    typed = {"question": "Shall every stop get trees?", "language": "en"}
    typed |= day("opens_on", TODAY + 20 * DAY) | day("closes_on", TODAY + 34 * DAY)
    assert act(desk.head, desk, "vote", **typed).status_code == 302
    made = Vote.objects.get()
    assert (made.mode, made.state, made.kind, made.department.code) == ("official", "draft", "yes_no", "transport")
    assert "Shall every stop get trees?" not in text(Client().get(f"/ideas/{desk.reference}"))
    assert f"/staff/votes/{made.reference}" in text(desk_of(desk.head).get(f"/ideas/{desk.reference}"))
    Vote.objects.filter(pk=made.pk).update(state="announced", announced_at=NOW)
    page = text(Client().get(f"/ideas/{desk.reference}"))
    assert f'<a href="/votes/{made.reference}">Shall every stop get trees?</a>' in page
    assert page.count("An official vote") == 2
    back = text(Client().get(f"/votes/{made.reference}"))
    assert f'<a href="/ideas/{desk.reference}" lang="en">Shade at bus stops</a>' in back


def test_a_vote_is_offered_to_whom_voting_lets_ask_and_only_of_what_was_adopted():
    desk = adopted()
    assert 'id="vote"' in text(desk_of(desk.head).get(f"/staff/ideas/{desk.reference}"))
    assert 'id="vote"' not in text(desk_of(desk.officer).get(f"/staff/ideas/{desk.reference}"))
    told = {"question": question(), "now": NOW}
    assert refused(carrying.to_vote, reference=desk.reference, by=desk.officer, **told) == "people.other_role"
    assert refused(carrying.to_vote, reference=desk.reference, by=resident(), **told) == "proposals.not_your_move"
    assert refused(carrying.to_vote, reference=desk.reference, by=desk.author, **told) == "proposals.own_proposal"
    waiting = in_review()
    assert refused(carrying.to_vote, reference=waiting.reference, by=waiting.head, **told) == "proposals.not_adopted"
    assert not Vote.objects.exists()


def test_a_vote_too_short_to_notice_is_refused_and_nothing_is_linked():
    desk = adopted()
    short = question(closes_on=TODAY + 20 * DAY)
    assert refused(carrying.to_vote, reference=desk.reference, question=short, by=desk.head, now=NOW) == "voting.period_short"
    assert not Link.objects.exists()


def test_an_officer_links_the_service_that_an_idea_led_to():
    desk = adopted()
    slug = portal.service().slug
    assert act(desk.officer, desk, "service", service=slug).status_code == 302
    assert f'<a href="/services/{slug}">' in text(Client().get(f"/ideas/{desk.reference}"))


def test_a_case_is_linked_by_who_may_see_it_and_its_number_stays_inside():
    desk = adopted()
    case, _officer = portal.waiting()
    assert act(desk.officer, desk, "case", case=case.reference).status_code == 404
    caseworker = people.viewer_for(people.staff(Role.HEAD, department_code=case.department.code))
    Proposal.objects.filter(reference=desk.reference).update(department=case.department)
    assert act(caseworker, desk, "case", case=case.reference.lower()).status_code == 302
    page = text(Client().get(f"/ideas/{desk.reference}"))
    assert "A case of this service" in page
    assert case.reference not in page
    assert desk.reference in text(desk_of(caseworker).get(f"/staff/cases/{case.reference}"))
    own = text(people.signed_in(case.applicant_id).get(f"/my/cases/{case.reference}"))
    assert f'Came from a resident\'s idea: <a href="/ideas/{desk.reference}"' in own.replace("&#x27;", "'")


@pytest.mark.parametrize(("kind", "words"), [("budget", "A round of the participatory budget"), ("dataset", "A data set")])
def test_whatever_else_an_idea_led_to_is_shown_there_and_names_the_idea_as_its_origin(kind, words):
    desk = adopted()
    linking.link(kind=kind, target="2027", title={"en": "Money for shade"}, url="/there/2027", **desk.ask)
    page = text(Client().get(f"/ideas/{desk.reference}"))
    assert words in page
    assert '<a href="/there/2027"' in page
    assert [one.url for one in origins_of(kind, "2027")] == [f"/ideas/{desk.reference}"]
    assert origins_of(kind, "2028") == []


def test_the_page_of_an_idea_with_a_vote_costs_eight_queries():
    desk = adopted()
    carrying.to_vote(reference=desk.reference, question=question(), by=desk.head, now=NOW)
    for browser in (Client(), people.signed_in(desk.author.resident_id), desk_of(desk.head)):
        browser.get(f"/ideas/{desk.reference}")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/ideas/{desk.reference}")
        assert len(asked) <= 8, [one["sql"][:90] for one in asked]
