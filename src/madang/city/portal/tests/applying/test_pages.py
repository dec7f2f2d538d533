"""The pages of an application, as a browser without script uses them."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from madang.city.people.tests import builders as people
from madang.city.places.tests import builders as places
from madang.city.portal.models import Case, Draft, Upload
from madang.city.portal.queries import known_facts
from madang.city.portal.tests.applying import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stall(db):
    make.stall()


@pytest.fixture
def who():
    return people.resident()


@pytest.fixture
def browser(who):
    return people.signed_in(who)


def url(view, step="you"):
    return reverse("portal:draft-step", args=[view.public_id, step])


def hidden(response):
    """Return the page's own marks, which a browser sends back."""
    page = response.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("_revision", "_page")} | {
        "_shown": re.findall(r'name="_shown" value="([^"]*)"', page)
    }


def send(browser, address, inputs, go="next", **more):
    """Load a page, fill it in and press a button."""
    return browser.post(address, hidden(browser.get(address)) | inputs | {"go": go} | more)


def test_strangers_learn_what_they_need_and_sign_in_first():
    page = Client().get("/services/market-stall/apply")
    assert page.status_code == 200
    text = page.content.decode()
    assert "You are 19 or older" in text
    assert "/account/login/?next=/services/market-stall/apply" in text
    assert not Draft.objects.exists()


def test_a_whole_application_from_start_to_receipt(browser, who):
    begun = browser.post("/services/market-stall/apply", follow=True)
    view = make.draft(who)
    assert begun.redirect_chain[-1][0] == url(view)
    for step, inputs in (("you", make.YOU), ("stall", make.STALL_WITHOUT_FOOD), ("helpers", make.HELPERS), ("truth", make.TRUTH)):
        answer = send(browser, url(view, step), inputs)
        assert answer.status_code == 302, answer.content.decode()[:5000]
    assert answer["Location"] == reverse("portal:draft-check", args=[view.public_id])
    check = browser.get(answer["Location"]).content.decode()
    assert "Lee Sora" in check
    assert "14 March 1984" in check
    assert "₩0" in check
    assert "Nothing is sent yet" in check
    receipt = browser.post(answer["Location"], follow=True)
    case = Case.objects.get()
    assert case.reference in receipt.content.decode()
    assert case.answers["helpers"] == [{"helper_name": "Lee Sora", "helper_age": 31}]


def test_the_second_press_of_send_leads_to_the_same_receipt(browser, who):
    view = make.filled(who)
    address = reverse("portal:draft-check", args=[view.public_id])
    first, second = browser.post(address), browser.post(address)
    assert first["Location"] == second["Location"] == reverse("portal:draft-sent", args=[view.public_id])
    assert Case.objects.count() == 1


def test_all_errors_are_told_at_once_each_at_its_field(browser, who):
    view = make.draft(who)
    wrong = {
        "full_name": "123",
        "birth_date-day": "14",
        "birth_date-month": "3",
        "email": "nobody",
        "address-line": "1 Maru Street",
    }
    answer = send(browser, url(view), wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "3 answers need a change" in page
    assert "“123” has no letter in it" in page
    assert "“nobody” is not an e-mail address. Write it like name@example.org" in page
    assert "Enter the year too for “Date of birth”, for example 2024" in page
    assert '<a href="#id_birth_date_year">' in page
    assert re.search(r'name="email"[^>]*aria-describedby="id_email-error"', page)
    assert 'value="nobody"' in page


def test_questions_that_an_answer_raises_are_shown_without_blame(browser, who):
    view = make.draft(who)
    send(browser, url(view), make.YOU)
    answer = send(browser, url(view, "stall"), {**make.STALL_WITHOUT_FOOD, "sells_food": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "further questions" in page
    assert "need a change" not in page
    assert 'name="hygiene"' in page
    again = browser.post(url(view, "stall"), hidden(answer) | {**make.STALL_WITHOUT_FOOD, "sells_food": "yes"})
    assert "Fill in “Number of your hygiene licence”" in again.content.decode()


def test_save_and_stop_keeps_half_a_page_and_another_device_goes_on(browser, who):
    view = make.draft(who)
    answer = send(browser, url(view), {"full_name": "Kim Haneul"}, go="stop")
    assert answer["Location"] == reverse("portal:cases")
    page = people.signed_in(who).get(url(view)).content.decode()
    assert 'value="Kim Haneul"' in page


def test_back_saves_and_goes_one_step_back(browser, who):
    view = make.draft(who)
    send(browser, url(view), make.YOU)
    answer = send(browser, url(view, "stall"), {"hygiene": "H-9", "sells_food": "yes"}, go="back")
    assert answer["Location"] == url(view)
    assert 'value="H-9"' in browser.get(url(view, "stall")).content.decode()


def test_the_profile_fills_in_and_says_so(browser, who):
    view = make.draft(who)
    page = browser.get(url(view)).content.decode()
    assert 'value="Kim Haru"' in page
    assert 'name="birth_date-year" type="text" inputmode="numeric" value="1984"' in page
    assert page.count("From your profile") == 2


def test_autosave_keeps_what_was_typed_and_answers_briefly(browser, who):
    view = make.draft(who)
    marks = hidden(browser.get(url(view)))
    answer = browser.post(url(view), marks | {"full_name": "Kim"}, headers={"X-Autosave": "1"})
    assert answer.json()["saved"] is True
    assert make.again(view).typed["you"] == {"full_name": ["Kim"]}
    assert browser.post(url(view), marks | make.YOU).status_code == 302


def test_an_expired_token_loses_nothing(who):
    browser = people.signed_in(who, Client(enforce_csrf_checks=True))
    view = make.draft(who)
    marks = hidden(browser.get(url(view)))
    answer = browser.post(url(view), marks | {"full_name": "Kim Haneul", "csrfmiddlewaretoken": "x" * 64})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Nothing was saved yet" in page
    assert 'value="Kim Haneul"' in page
    assert make.again(view).typed == {}
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert browser.post(url(view), hidden(answer) | make.YOU | {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_form_that_is_replayed_changes_nothing(who):
    browser = people.signed_in(who, Client(enforce_csrf_checks=True))
    view = make.draft(who)
    page = browser.get(url(view))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    form = hidden(page) | make.YOU | {"csrfmiddlewaretoken": token}
    assert browser.post(url(view), form).status_code == 302
    revision = make.again(view).revision
    assert browser.post(url(view), form).status_code == 302
    assert make.again(view).revision == revision
    for step, inputs in (("stall", make.STALL_WITHOUT_FOOD), ("helpers", {}), ("truth", make.TRUTH)):
        make.save(make.again(view), step, inputs)
    browser.post(reverse("portal:draft-check", args=[view.public_id]), {"csrfmiddlewaretoken": token})
    case = Case.objects.get()
    receipt = reverse("portal:draft-sent", args=[view.public_id])
    assert browser.post(url(view), form | {"full_name": "Somebody Else"})["Location"] == receipt
    assert Case.objects.get().answers == case.answers
    thief = Client(enforce_csrf_checks=True)  # with the token alone, in another browser
    assert thief.post(url(view), form).status_code == 403


def test_who_was_signed_out_keeps_what_they_typed(who):
    view = make.draft(who)
    answer = Client().post(url(view), {"full_name": "Kim Haneul"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You were signed out" in page
    assert 'value="Kim Haneul"' in page
    assert "1984" not in page


def test_the_second_browser_sees_both_answers_and_chooses(browser, who):
    view = make.draft(who)
    phone = people.signed_in(who)
    mine, theirs = hidden(browser.get(url(view))), hidden(phone.get(url(view)))
    phone.post(url(view), theirs | make.YOU)
    clash = browser.post(url(view), mine | make.YOU | {"full_name": "Kim Haneul"})
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "changed on another device" in page
    assert 'value="Kim Haneul"' in page
    assert "<strong>Kim Haru</strong>" in page
    assert make.again(view).answers["full_name"] == "Kim Haru"
    browser.post(url(view), hidden(clash) | make.YOU | {"full_name": "Kim Haneul"})
    assert make.again(view).answers["full_name"] == "Kim Haneul"


def test_entries_are_added_and_removed_without_script(browser, who):
    view = make.draft(who)
    send(browser, url(view), make.YOU)
    send(browser, url(view, "stall"), make.STALL_WITHOUT_FOOD)
    here = url(view, "helpers")
    assert 'name="helpers-0-helper_name"' not in browser.get(here).content.decode()
    more = send(browser, here, {}, go="add")
    assert 'name="helpers-0-helper_name"' in browser.get(more["Location"].partition("#")[0]).content.decode()
    two = {
        "helpers-0-helper_name": "Lee Sora",
        "helpers-0-helper_age": "31",
        "helpers-1-helper_name": "Ahn Juwon",
        "helpers-1-helper_age": "12",
    }
    wrong = send(browser, here, two)
    assert "“Age” must be 15 or more; you wrote 12" in wrong.content.decode()
    assert "At most 2 can be given here" in wrong.content.decode()
    send(browser, here, two, go="remove-entry:0")
    page = browser.get(here).content.decode()
    assert 'value="Ahn Juwon"' in page
    assert "Lee Sora" not in page
    three = two | {"helpers-2-helper_name": "Bae Suji", "helpers-2-helper_age": "20", "helpers-1-helper_age": "22"}
    assert "At most 2 can be given here (Helper). Remove one" in send(browser, here, three).content.decode()


def test_a_step_that_is_not_asked_leads_on(browser, who):
    view = make.draft(who)
    assert browser.get(url(view, "papers"))["Location"] == reverse("portal:draft", args=[view.public_id])
    assert browser.post(url(view, "papers"), {"note": "x"}).status_code == 302
    assert make.again(view).typed == {}


def test_a_foreign_draft_does_not_exist(who):
    view = make.draft(who)
    other = people.signed_in(people.resident())
    for name in ("draft", "draft-check", "draft-deleted", "draft-sent"):
        assert other.get(reverse(f"portal:{name}", args=[view.public_id]), follow=True).status_code == 404
    assert other.get(url(view)).status_code == 404
    assert other.post(url(view), make.YOU).status_code == 404
    for name in ("draft-delete", "draft-undo", "draft-move"):
        assert other.post(reverse(f"portal:{name}", args=[view.public_id])).status_code == 404
    assert browser_get_404(other, reverse("portal:draft", args=[uuid4()]))


def browser_get_404(browser, address):
    return browser.get(address).status_code == 404


def test_what_was_begun_stands_among_my_cases(browser, who):
    view = make.draft(who)
    send(browser, url(view), make.YOU)
    page = browser.get(reverse("portal:cases")).content.decode()
    assert "Begun, not sent yet" in page
    assert "1 of 5 steps done" in page
    assert reverse("portal:draft", args=[view.public_id]) in page


def test_deleting_can_be_taken_back(browser, who):
    view = make.draft(who)
    gone = browser.post(reverse("portal:draft-delete", args=[view.public_id]), follow=True)
    assert "For one day you can take it back" in gone.content.decode()
    assert browser.get(url(view)).status_code == 404
    back = browser.post(reverse("portal:draft-undo", args=[view.public_id]), follow=True)
    assert back.redirect_chain[-1][0] == url(view)


def test_a_newer_form_is_offered_and_taken_over(browser, who):
    view = make.draft(who)
    send(browser, url(view), make.YOU)
    make.stall(version=2, change=("Do you sell food?", "Will you sell food?"))
    page = browser.get(url(view, "stall")).content.decode()
    assert "The form has changed since you began" in page
    assert "Do you sell food?" in page
    moved = browser.post(reverse("portal:draft-move", args=[view.public_id]), follow=True)
    assert "Will you sell food?" in moved.content.decode()
    assert make.again(view).answers["full_name"] == "Kim Haru"


def test_a_step_page_asks_the_database_eight_times_at_most(browser, who, django_assert_max_num_queries):
    view = make.draft(who)
    browser.get(url(view))
    with django_assert_max_num_queries(8):
        browser.get(url(view))


def test_a_harmful_text_is_only_text(browser, who):
    view = make.draft(who)
    answer = send(browser, url(view), make.YOU | {"full_name": '"><script>alert(1)</script>', "email": "<b>"})
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<b>” is not" not in page


def test_pages_of_applying_stand_in_every_language(browser, who):
    view = make.draft(who)
    for code in ("ko", "zh-hans"):
        browser.cookies["madang_language"] = code
        page = browser.get(url(view)).content.decode()
        assert "Save and continue" not in page
        assert "From your profile" not in page
        assert '<span lang="en">About you</span>' in page
        assert "<title>About you – Apply for a market stall - " in page
        wrong = send(browser, url(view), {"full_name": "123"}).content.decode()
        assert "“Your name”" in wrong
        assert "&lt;span" not in wrong


def test_an_upload_is_kept_listed_and_removed_without_script(browser, who):
    view = make.draft(who)
    send(browser, url(view), make.YOU)
    send(browser, url(view, "stall"), make.STALL)
    send(browser, url(view, "helpers"), {})
    here = url(view, "papers")
    send(browser, here, {"licence": make.pdf("허가증 2026.pdf"), "note": "hello"}, go="upload")
    page = browser.get(here).content.decode()
    assert "허가증 2026.pdf" in page
    assert "not checked for viruses" in page
    assert ">hello</textarea>" in page.replace("\n", "")
    held = Upload.objects.get()
    assert held.path not in page
    kept = {"licence-files": str(held.public_id), "note": "hello"}
    send(browser, here, kept)
    assert make.again(view).answers["licence"][0]["name"] == "허가증 2026.pdf"
    send(browser, here, kept, go=f"remove-file:{held.public_id}")
    assert not Upload.objects.exists()
    assert "papers" in make.again(view).open_steps


@pytest.mark.parametrize("how", ["saves itself", "is sent"])
def test_a_copy_loaded_before_a_file_came_in_does_not_lose_it(browser, who, how):
    view = make.draft(who)
    send(browser, url(view), make.YOU)
    send(browser, url(view, "stall"), make.STALL)
    send(browser, url(view, "helpers"), {})
    here = url(view, "papers")
    before = hidden(browser.get(here))
    browser.post(here, before | {"licence": make.pdf("licence.pdf"), "note": "hello", "go": "upload"})
    held = str(Upload.objects.get().public_id)
    stale = before | {"note": "hello again", "go": "next"}  # the same page, as it stood before: it lists no file
    answer = browser.post(here, stale, headers={"X-Autosave": "1"} if how == "saves itself" else {})
    assert answer.status_code == (200 if how == "saves itself" else 302)
    now = make.again(view)
    kept = now.typed["papers"]["licence-files"] if how == "saves itself" else [one["id"] for one in now.answers["licence"]]
    assert kept == [held]
    send(browser, here, {"note": "hello again"}, go=f"remove-file:{held}")
    assert not Upload.objects.exists()
    now = make.again(view)
    assert held not in f"{now.typed} {now.answers}"


WHERE = """\
  where:
    title: Where
    fields:
      near: {type: area, label: Near which neighbourhood?, fact: resident.area}
      size: {type: number, label: How large?, decimals: 1, unit: m², required: false}
"""


def test_neighbourhoods_are_chosen_from_the_citys_own(browser, who, tmp_path):
    known_facts._areas.cache_clear()
    places.load(tmp_path, places.feature("D1", places.square(size=0.4)), level="district")
    places.load(tmp_path, places.feature("N1", places.square()))
    make.stall(version=2, more=WHERE)
    view = make.draft(who)
    for step, inputs in (("you", make.YOU), ("stall", make.STALL_WITHOUT_FOOD), ("helpers", {}), ("truth", make.TRUTH)):
        send(browser, url(view, step), inputs)
    page = browser.get(url(view, "where")).content.decode()
    assert '<option value="N1">N1동</option>' in page
    wrong = send(browser, url(view, "where"), {"near": "N9", "size": "3.55"}).content.decode()
    assert "Choose one of the answers given for “Near which neighbourhood?”" in wrong
    assert "“3.55” has too many digits behind the point" in wrong
    assert send(browser, url(view, "where"), {"near": "N1", "size": "1,003.5"}).status_code == 302
    check = browser.get(reverse("portal:draft-check", args=[view.public_id])).content.decode()
    assert "N1동" in check
    assert "1,003.5 m²" in check
    known_facts._areas.cache_clear()
