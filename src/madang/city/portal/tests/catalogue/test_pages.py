import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from madang.city.people.tests import builders as people
from madang.city.portal.definitions import compile_text
from madang.city.portal.models import SearchMiss
from madang.city.portal.tests.catalogue import builders
from madang.city.portal.tests.catalogue.builders import changed, definitions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_words")]


@pytest.fixture
def shelf():
    """Publish the small catalogue."""
    builders.publish()


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def get(path, lang="en", **more):
    return Client(headers={"Accept-Language": lang}).get(path, **more)


@pytest.mark.usefixtures("shelf")
def test_the_services_page_shows_every_way_to_a_service():
    page = text(get("/services"))
    for words in (
        "2 services, in one place",
        "Getting married",
        "Certificates and records",
        "Civil registry",
        "Residents",
        ">R</a>",
    ):
        assert words in page
    assert "Having a child" not in page  # nothing to find there


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(("lang", "title"), [("en", "Services"), ("ko", "서비스"), ("zh-hans", "服务")])
@pytest.mark.parametrize("path", ["/services", "/services/find", "/services/find?q=zzzz", "/check", "/services/a-z"])
def test_the_pages_speak_three_languages(path, lang, title):
    response = get(path, lang)
    assert response.status_code == 200
    assert response["Content-Language"] == lang
    assert title in text(response)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("path", ["life-event/getting-married", "topic/records", "for/residents", "by/civil-registry"])
def test_a_subject_lists_its_services(path):
    page = text(get(f"/services/{path}"))
    assert "Register a marriage" in page
    assert "Report a pothole" not in page


@pytest.mark.parametrize(
    "path", ["life-event/partying", "topic/none", "for/nobody", "by/nowhere", "a-z/@", "no-such", "no-such/versions"]
)
def test_what_does_not_exist_is_not_found(path):
    builders.publish()
    assert get(f"/services/{path}").status_code == 404


def test_letters_follow_the_order_of_the_readers_language():
    builders.publish()
    page = text(get("/services/a-z/ㅎ", "ko"))
    assert "혼인 신고" in page
    assert page.index(">ㅎ</a>") < page.index(">R</a>")  # Korean letters first; the other service has an English title only


@pytest.mark.usefixtures("shelf")
def test_a_service_page_says_everything_before_one_begins():
    page = text(get("/services/register-marriage"))
    for words in (
        "Register a marriage", "Tell the city that you have married.", "6 <small>minutes", "7 <small>working days", "₩0 to ₩10,000",
        "One of you lives in Haneul.", "Passports of both", "Or identity cards.", "(only in some cases)", "In the first month",
        "Within 7 working days. If we miss that time, your application counts as granted.", "Within 30 days. Somebody else decides.",
        "Two people look at each decision.", "Family Register Act", "Marriage certificate", "Civil registry office", "Box 1", "Version 1",
    ):  # fmt: skip
        assert words in page, words
    assert 'href="/check?for=register-marriage"' in page


@pytest.mark.usefixtures("shelf")
def test_texts_that_are_missing_in_a_language_are_marked_with_their_own():
    page = text(get("/services/register-marriage", "ko"))
    assert "<h1>혼인 신고</h1>" in page
    assert '<span lang="en">Passports of both</span>' in page


@pytest.mark.usefixtures("shelf")
def test_an_outside_link_stands_where_the_form_would_be():
    page = text(get("/services/pothole"))
    assert '<a class="govuk-button" href="https://roads.example/report"' in page
    assert "Start now" not in page


def test_a_retired_service_is_gone_and_says_so():
    builders.publish(changed(definitions()[1], id="old", status="retired"))
    response = get("/services/old")
    assert response.status_code == 410
    assert "no longer offered" in text(response)


def test_a_paused_service_is_shown_without_a_start():
    builders.publish(changed(definitions()[0], id="resting", status="paused", notice={"en": "Closed in August."}))
    page = text(get("/services/resting"))
    assert "Closed in August." in page
    assert "Start now" not in page


@pytest.mark.usefixtures("shelf")
def test_a_page_that_the_reader_has_is_not_sent_again_until_it_changes(django_assert_num_queries):
    first = get("/services/pothole")
    with django_assert_num_queries(1):
        again = get("/services/pothole", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    builders.publish(changed(definitions()[1], title={"en": "Report a hole"}, version=2))
    assert "Report a hole" in text(get("/services/pothole", headers={"If-None-Match": first["ETag"]}))


@pytest.mark.usefixtures("shelf")
def test_the_page_of_somebody_signed_in_is_kept_by_nobody():
    response = people.signed_in(people.resident()).get("/services/pothole")
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json, text/html;q=0.5", "application/ld+json"),
        ("text/html, text/turtle;q=0.5", "text/html"),
        ("*/*", "text/html"),
    ],
)
def test_a_service_answers_in_the_form_that_is_asked_for(accept, kind):
    response = get("/services/pothole", headers={"Accept": accept})
    assert response["Content-Type"].startswith(kind)
    assert "Accept" in response["Vary"]


@pytest.mark.usefixtures("shelf")
def test_services_are_given_as_data():
    assert "cpsv:PublicService" in text(get("/services/pothole.ttl"))
    assert json.loads(get("/services/pothole.jsonld").content)["@graph"]
    assert get("/services/nothing.ttl").status_code == 404
    whole = b"".join(get("/services.jsonld").streaming_content)
    assert sum(node["@type"] == "cpsv:PublicService" for node in json.loads(whole)["@graph"]) == 2


@pytest.mark.usefixtures("shelf")
def test_a_service_is_found_in_everyday_words_with_two_queries(django_assert_max_num_queries):
    get("/services/find?q=getting+married")
    with django_assert_max_num_queries(2):
        page = text(get("/services/find?q=getting+married"))
    assert 'href="/services/register-marriage"' in page
    assert not SearchMiss.objects.exists()


@pytest.mark.usefixtures("shelf")
def test_a_mistyped_word_is_asked_about():
    assert 'href="?q=pothole"' in text(get("/services/find?q=pothoel"))
    assert '<span lang="en">pothole</span>' in text(get("/services/find?q=pothoel", "ko"))


@pytest.mark.usefixtures("shelf")
def test_words_that_find_nothing_are_helped_and_counted_once_for_each_asking():
    for _ in range(2):
        page = text(get("/services/find?q=Submarine+berth"))
    assert "Nothing was found for “Submarine berth”" in page
    assert "/services/life-event/having-a-child" in page
    assert list(SearchMiss.objects.values_list("words", "count")) == [("submarine berth", 2)]


@pytest.mark.usefixtures("shelf")
def test_a_search_that_was_narrowed_too_far_is_no_missing_word():
    page = text(get("/services/find?q=pothole&topic=records"))
    assert "Look in all services, without narrowing" in page
    assert not SearchMiss.objects.exists()


@pytest.mark.usefixtures("shelf")
def test_what_was_typed_is_never_markup():
    page = text(get("/services/find?q=<script>alert(1)</script>"))
    assert "<script>alert" not in page


@pytest.mark.usefixtures("shelf")
def test_suggestions_are_what_the_search_box_reads():
    hits = json.loads(get("/services/suggest?q=reg").content)["hits"]
    assert hits == [{"title": "Register a marriage", "summary": "", "url": "/services/register-marriage"}]


def test_missed_words_are_for_staff():
    SearchMiss.objects.create(day="2026-11-19", lang="ko", words="잠수함", count=3)
    assert get("/staff/missed-words").status_code == 403
    page = text(people.signed_in(people.staff()).get("/staff/missed-words"))
    assert '<span lang="ko">잠수함</span>' in page


def test_the_councils_pages_can_be_chosen(tmp_path):
    from madang.city.portal.services import links
    from madang.city.portal.tests.builders import NOW

    builders.import_list(tmp_path, "576,Dead animal removal")
    file = tmp_path / "links.csv"
    file.write_text("a,b,c,d\nleicester,x,reporting,https://leicester.example/report,576,17\n")
    links.import_links(file, by="system:test", now=NOW)
    page = text(get("/services/dead-animal-removal-576"))
    assert '<option value="leicester">Leicester</option>' in page
    assert "https://leicester.example/report" not in page
    assert 'href="https://leicester.example/report"' in text(get("/services/dead-animal-removal-576?authority=leicester"))


def test_versions_tell_what_changed_and_when():
    builders.publish()
    builders.publish(changed(definitions()[1], title={"en": "Report a hole"}, version=2))
    assert "Version 2" in text(get("/services/pothole/versions"))
    page = text(get("/services/pothole/versions/2"))
    assert "<del>“Report a pothole”</del>" in page
    assert "<ins>“Report a hole”</ins>" in page
    assert "This is the first version." in text(get("/services/pothole/versions/1"))
    assert get("/services/pothole/versions/3").status_code == 404


WEDDING_CHANGES = (
    ("life_events: [getting-married]", "life_events: [moving-house]"),
    ("authority: civil-registry", "authority: families"),
    ("      name: {type: name, label: Your name}\n      divorced: {type: yes_no, label: Married before?}\n",
     "      divorced: {type: yes_no, label: Married before?}\n      name: {type: name, label: Your whole name}\n"),
    ("  decree: {label: Decree of divorce, when: answers.divorced}\n", ""),
    ("version: 1", "version: 2"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ["Getting married</del>", "Moving house</ins>", "Families</ins>", "<span>You</span><span>Your whole name</span>",
                "Your name, Married before?</del>", "Married before?, Your whole name</ins>", "<del>“Decree of divorce”</del>"]),
        ("ko", ["결혼할 때</del>", "이사할 때</ins>", "families과</ins>", "<span>Your whole name</span>"]),
    ],
)  # fmt: skip
def test_changes_name_things_by_their_titles_and_keep_the_ids_beside(language, shown):
    text_now = builders.WEDDING
    for old, new in WEDDING_CHANGES:
        assert old in text_now
        text_now = text_now.replace(old, new)
    builders.publish()
    builders.publish(compile_text("register-marriage", text_now, {"ko": builders.WEDDING_KO}))
    page = text(get("/services/register-marriage/versions/2", language))
    for words in shown:
        assert words in page
    for code in ("form.you.fields.name.label.en", "evidence.decree"):
        assert code.partition(".")[2] in page
    assert "“civil-registry”" not in page


CHECK = "/check"


def hidden(response):
    return dict(
        re.findall(r'<input type="hidden" name="((?:given|passed|asked|for)[^"]*)" value="([^"]*)"', response.content.decode())
    )


@pytest.mark.usefixtures("shelf")
def test_the_guided_check_goes_from_question_to_answer_and_keeps_nothing(django_assert_max_num_queries):
    browser = Client()
    first = browser.get(CHECK)
    assert "Do you live in the city?" in text(first)
    second = browser.post(CHECK, hidden(first) | {"answer": "yes"})
    assert "How old are you?" in text(second)
    with django_assert_max_num_queries(1):
        third = browser.post(CHECK, hidden(second) | {"answer": "40"})
    page = text(third)
    assert "You can have these" in page
    assert "No further question helps" in page
    assert third["Cache-Control"].find("no-store") >= 0
    assert set(browser.cookies) <= {"csrftoken"}
    assert hidden(third) == {"for": "", "asked": "", "given:resident.lives_in_city": "yes", "given:resident.age": "40"}


@pytest.mark.usefixtures("shelf")
def test_an_answer_can_be_changed_and_taken_back():
    browser = Client()
    second = browser.post(CHECK, {"asked": "resident.lives_in_city", "answer": "no"})
    assert "Not for you now" in text(second)
    assert "One of you lives in Haneul." in text(second)
    again = browser.post(CHECK, hidden(second) | {"change": "resident.lives_in_city"})
    assert hidden(again)["asked"] == "resident.lives_in_city"
    assert "given:resident.lives_in_city" not in hidden(again)
    back = browser.post(CHECK, hidden(second) | {"back": "1"})
    assert hidden(back)["asked"] == "resident.lives_in_city"


@pytest.mark.usefixtures("shelf")
def test_an_answer_that_is_none_is_asked_again_with_a_remedy():
    page = text(Client().post(CHECK, {"asked": "resident.age", "answer": "old"}))
    assert "Enter a whole number, for example 3" in page
    assert "How old are you?" in page


@pytest.mark.usefixtures("shelf")
def test_what_somebody_does_not_know_leaves_the_service_open_and_says_what_would_settle_it():
    second = Client().post(CHECK, {"asked": "resident.lives_in_city", "pass": "1"})
    third = Client().post(CHECK, hidden(second) | {"answer": "40"})
    page = text(third)
    assert "Cannot tell yet" in page
    assert "This would settle it:</p>" not in page
    assert "This would settle it: Do you live in the city?" in page


@pytest.mark.usefixtures("shelf")
def test_forged_and_foreign_answers_are_dropped():
    response = Client().post(
        CHECK, {"given:resident.age": "minus", "given:no.such": "1", "given:resident.name": "Kim", "asked": "today"}
    )
    assert response.status_code == 200
    assert not [name for name in hidden(response) if name.startswith("given")]


def test_the_check_works_before_anything_is_published():
    assert "No service has conditions to check" in text(get(reverse("portal:check")))


@pytest.mark.usefixtures("shelf")
def test_a_resident_sees_whether_their_profile_meets_the_conditions():
    young = people.signed_in(people.resident(birth_date=date(2015, 5, 5)))
    page = text(young.get("/services/register-marriage"))
    assert "By your profile, this is not met:" in page
    assert "You are 18 or older." in page.split("By your profile, this is not met:")[1]
    assert "By your profile" not in text(get("/services/register-marriage"))


@pytest.mark.usefixtures("shelf")
def test_the_check_takes_from_the_profile_what_it_knows():
    page = text(people.signed_in(people.resident(birth_date=date(1984, 3, 14))).get(CHECK))
    assert "taken from your profile" in page
    assert "Do you live in the city?" in page


@pytest.mark.parametrize(
    "path", ["/services", "/services/find?q=bus", "/services/suggest?q=b", "/services/a-z", "/services.jsonld"]
)
def test_an_empty_catalogue_is_no_error(path):
    assert get(path).status_code == 200
