"""The inbox, the wishes, the way out, and what staff see."""

import json
import re

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from madang.city.kernel.registries import notice_kinds
from madang.city.kernel.registries.notice_kinds import Audience, NoticeKind
from madang.city.notices import queries, services
from madang.city.notices.models import Delivery, Notice, Preference
from madang.city.notices.tests.builders import (
    AUTH,
    KIND,
    NOW,
    P256DH,
    an_account,
    an_administrator,
    browser,
    register_kind,
    send,
)
from madang.city.people.rules import NOBODY, Viewer
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db
INBOX = reverse("notices:inbox")
WISHES = reverse("notices:wishes")


@pytest.fixture(autouse=True)
def _kind():
    register_kind()


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("name", ["inbox", "wishes", "failed", "push-key", "count"])
def test_strangers_are_asked_to_sign_in(name):
    assert Client().get(reverse(f"notices:{name}")).status_code == 302


def test_an_empty_inbox_says_what_would_be_there():
    assert "No notices yet" in text(browser(an_account()).get(INBOX))


def test_a_notice_is_new_until_it_is_opened():
    account = an_account()
    send(account)
    client = browser(account)
    assert "Your test has moved" in text(client.get(INBOX))
    assert queries.unread_count(account) == 1
    page = text(client.get(reverse("notices:notice", args=[Notice.objects.get().slug])))
    assert 'href="/cases/MD-7K3F-92"' in page
    assert "&lt;b&gt;bold" in page
    assert queries.unread_count(account) == 0


def test_a_notice_of_somebody_else_is_not_there():
    send(an_account())
    client = browser(an_account("lee@example.org"))
    assert client.get(reverse("notices:notice", args=[Notice.objects.get().slug])).status_code == 404
    assert queries.unread_count(Notice.objects.get().account_id) == 1


def test_all_and_some_are_marked_as_read():
    account = an_account()
    for number in range(3):
        send(account, key=f"k{number}")
    client = browser(account)
    first = Notice.objects.order_by("id").first()
    assert "1 notice is marked as read." in text(client.post(reverse("notices:read-some"), {"notice": first.slug}, follow=True))
    assert "2 notices are marked as read." in text(client.post(reverse("notices:read-all"), follow=True))
    assert "You have read everything" in text(client.get(INBOX + "?show=unread"))


def test_a_long_inbox_has_pages():
    account = an_account()
    for number in range(30):
        send(account, key=f"k{number}", subject={"en": f"Notice {number:02}"})
    client = browser(account)
    first = client.get(INBOX)
    assert text(first).count("Notice ") >= 25
    second = text(client.get(first.context["paging"].next_url))
    assert "Notice 04" in second
    assert "Notice 05" not in second
    assert client.get(INBOX + "?after=nonsense").status_code == 302


def test_the_page_head_counts_what_is_not_read():
    account = an_account()
    send(account)
    template = Template("{% load notices %}{% unread_notices as unread %}{{ unread }}")
    request = RequestFactory().get("/")
    request.viewer = Viewer(account_id=account)
    assert template.render(Context({"request": request})) == "1"
    request.viewer = NOBODY
    assert template.render(Context({"request": request})) == "0"
    assert "1" in text(browser(account).get(reverse("notices:count")))


def test_wishes_are_shown_and_kept():
    account = an_account()
    client = browser(account)
    assert "Your test moved" in text(client.get(WISHES))
    answer = client.post(WISHES, {KIND: ["sms"]}, follow=True)
    assert "Your choice is saved." in text(answer)
    assert dict(Preference.objects.filter(kind=KIND).values_list("channel", "wanted")) == {"email": False, "sms": True}


@pytest.mark.parametrize(
    ("is_staff", "is_resident", "kinds"), [(False, True, {KIND}), (True, False, {"test.work"}), (True, True, {KIND, "test.work"})]
)
def test_everybody_chooses_among_the_notices_that_can_reach_them(is_staff, is_resident, kinds):
    notice_kinds.register(NoticeKind("test.work", "Your work", ("inbox",), Audience.STAFF))
    person = people.staff(also_resident=is_resident) if is_staff else people.resident()
    client = people.signed_in(person)
    shown = set(re.findall(r'name="(test\.\w+)"', text(client.get(WISHES))))
    assert shown == kinds
    client.post(WISHES, {"test.work": ["email"], KIND: ["sms"]})
    assert set(Preference.objects.filter(wanted=True).values_list("kind", flat=True)) == kinds


def test_a_resident_is_not_asked_about_work_on_cases():
    assert "Work on cases" not in text(people.signed_in(people.resident()).get(WISHES))
    assert "Work on cases" in text(people.signed_in(people.staff()).get(WISHES))


def test_a_channel_that_nobody_offers_is_refused():
    assert browser(an_account()).post(WISHES, {KIND: ["pigeon"]}).status_code in (200, 422)
    assert not Preference.objects.exists()


def stop_address(account: int) -> str:
    send(account)
    return reverse("notices:stop", args=[queries.unsubscribe_token(Notice.objects.get().slug, "email")])


def test_the_link_in_a_mail_asks_first_and_then_ends_these_notices():
    account = an_account()
    address = stop_address(account)
    client = Client(enforce_csrf_checks=True)
    assert "End these notices?" in text(client.get(address))
    assert not Preference.objects.exists()
    assert "have ended" in text(client.post(address, {"List-Unsubscribe": "One-Click"}))
    assert not Preference.objects.get(kind=KIND).wanted


def test_a_forged_link_ends_nothing():
    assert Client().post(reverse("notices:stop", args=["abc.email:forged"])).status_code == 404


def test_a_browser_subscribes_and_is_forgotten(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    account = an_account()
    client = browser(account)
    assert len(client.get(reverse("notices:push-key")).json()["key"]) == 87
    told = {"endpoint": "https://web.push.apple.com/abc", "keys": {"p256dh": P256DH, "auth": AUTH}, "label": "Safari"}
    answer = client.post(reverse("notices:push-subscribe"), json.dumps(told), content_type="application/json")
    assert answer.status_code == 201
    assert "Safari" in text(client.get(WISHES))
    client.post(reverse("notices:push-end", args=[answer.json()["name"]]))
    assert queries.browsers(account) == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "7",
        '{"endpoint": "https://web.push.apple.com/a"}',
        '{"endpoint": "https://10.0.0.1/x", "keys": {"p256dh": "x", "auth": "y"}}',
    ],
)
def test_a_subscription_that_is_none_is_refused_with_a_sentence(body):
    answer = browser(an_account()).post(reverse("notices:push-subscribe"), body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["problem"].endswith(".")


def a_failed_delivery() -> Delivery:
    send(an_account())
    Delivery.objects.filter(channel="email").update(state="failed", reason="550 no such user", tries=1)
    return Delivery.objects.get(channel="email")


def test_only_administrators_see_what_did_not_arrive():
    row = a_failed_delivery()
    assert browser(row.notice.account_id).get(reverse("notices:failed")).status_code == 403
    page = text(an_administrator().get(reverse("notices:failed")))
    assert "550 no such user" in page
    assert "kim@example.org" not in page


def test_an_administrator_tries_again():
    row = a_failed_delivery()
    client = an_administrator()
    (shown,) = queries.failed_deliveries().rows
    assert client.post(reverse("notices:retry"), {"delivery": "forged"}).status_code == 404
    assert client.post(reverse("notices:retry"), {"delivery": shown.token}).status_code == 302
    row.refresh_from_db()
    assert row.state == "waiting"
    assert client.post(reverse("notices:retry"), {"delivery": shown.token}).status_code == 409


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_pages_speak_the_readers_language(language):
    account = an_account()
    send(account)
    page = text(browser(account).get(INBOX, headers={"Accept-Language": language}))
    assert {"en": "Your test has moved", "ko": "시험이 진행되었습니다", "zh-hans": "您的测试有进展"}[language] in page


def test_a_notice_in_another_language_than_the_page_says_so():
    account = an_account()
    send(account, subject={"ko": "한국어 제목"}, body={"ko": "본문"})
    assert '<a href="/notices/on/' in text(browser(account).get(INBOX))
    assert 'lang="ko"' in text(browser(account).get(INBOX))


def test_looking_again_does_not_change_when_it_was_read():
    account = an_account()
    send(account)
    services.mark_all_read(account_id=account, now=NOW)
    read_at = Notice.objects.get().read_at
    browser(account).get(reverse("notices:notice", args=[Notice.objects.get().slug]))
    assert Notice.objects.get().read_at == read_at
