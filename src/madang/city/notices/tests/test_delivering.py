"""A delivery reaches its channel once, is tried again where that helps, and is visible where it does not."""

import json
import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.city.kernel import clock
from madang.city.kernel.jobs import run_pending
from madang.city.kernel.refusals import Refused
from madang.city.notices import queries, rules, services
from madang.city.notices.models import Delivery, DeliveryAttempt, PushSubscription
from madang.city.notices.rules import State
from madang.city.notices.tests.builders import AUTH, NOW, P256DH, an_account, register_kind, send
from madang.city.notices.tests.servers import mail_server, push_service

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _kind():
    register_kind()


@pytest.fixture
def post(settings):
    """A real mail server on loopback."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


def only_delivery(channel: str = "email") -> Delivery:
    return Delivery.objects.get(channel=channel)


def deliver(minutes: int = 0) -> State | None:
    return services.deliver(delivery_id=only_delivery().pk, now=NOW + minutes * MINUTE)


def jobs_waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name="notices.deliver", status="todo").count()


@pytest.mark.parametrize(
    ("language", "subject", "line"),
    [
        ("", "Your test has moved", "Read more on the city's site:"),
        ("ko", "시험이 진행되었습니다", "시 누리집에서 더 보기:"),
        ("zh-hans", "您的测试有进展", "在市政网站查看详情："),
    ],
)
def test_a_mail_speaks_its_receivers_language(post, language, subject, line):
    send(an_account(language=language))
    assert deliver() is State.SENT
    (mail,) = post.mails
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == subject
    assert mail["To"] == "kim@example.org"
    assert line in text
    assert "/notices/on/" in text


def test_a_mail_carries_its_id_and_a_way_to_end_it(post):
    send(an_account())
    deliver()
    (mail,) = post.mails
    assert mail["Message-ID"] == DeliveryAttempt.objects.get().message_id
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/notices/stop/" in mail["List-Unsubscribe"]
    assert "<b>bold</b>" not in mail.get_body(("html",)).get_content()


def test_a_subject_with_a_line_break_is_one_line(post):
    send(an_account(), subject={"en": "Hello\nBcc: evil@example.org"})
    deliver()
    (mail,) = post.mails
    assert mail["Subject"] == "Hello Bcc: evil@example.org"
    assert mail["Bcc"] is None


def test_a_job_delivers_what_was_sent(post):
    send(an_account(), now=NOW - timedelta(days=9_999))
    run_pending()
    assert len(post.mails) == 1
    assert only_delivery().state == State.SENT


def test_a_delivery_that_is_sent_is_not_sent_again(post):
    send(an_account())
    deliver()
    assert deliver(minutes=5) is None
    assert len(post.mails) == 1


def test_a_server_that_is_busy_is_tried_again_later_and_then_takes_it(post):
    send(an_account())
    post.to_recipient = "451 come back later"
    assert deliver() is State.WAITING
    row = only_delivery()
    assert (row.tries, row.reason, row.due_at) == (1, "451 come back later", NOW + MINUTE)
    assert deliver() is None
    post.to_recipient = "250 fine"
    assert deliver(minutes=1) is State.SENT
    assert list(DeliveryAttempt.objects.order_by("number").values_list("outcome", flat=True)) == ["try-again", "sent"]
    assert len(post.mails) == 1


def test_each_retry_is_one_job_at_its_time(post):
    send(an_account(), now=NOW - timedelta(days=9_999))
    post.to_text = "452 full"
    run_pending(clock.now())
    due = ProcrastinateJob.objects.filter(task_name="notices.deliver", status="todo").values_list("scheduled_at", flat=True)
    assert list(due) == [only_delivery().due_at]
    assert only_delivery().tries == 1


def test_a_refused_address_fails_at_once_and_is_visible(post):
    send(an_account())
    post.to_recipient = "550 no such user"
    assert deliver() is State.FAILED
    (failed,) = queries.failed_deliveries().rows
    assert (failed.channel, failed.about, failed.reason) == ("email", "case:17", "550 no such user")


def test_no_server_at_all_is_tried_again_and_given_up_in_the_end(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    send(an_account())
    states = [deliver(minutes=9_999 * number) for number in range(rules.MAX_TRIES)]
    assert states == [State.WAITING] * (rules.MAX_TRIES - 1) + [State.FAILED]
    assert "ConnectionRefusedError" in only_delivery().reason


def test_a_failed_delivery_can_be_tried_again_by_hand(post):
    send(an_account())
    post.to_recipient = "550 no such user"
    deliver()
    post.to_recipient = "250 fine"
    services.try_again(delivery_id=only_delivery().pk, now=NOW)
    assert deliver() is State.SENT
    with pytest.raises(Refused):
        services.try_again(delivery_id=only_delivery().pk, now=NOW)


def cut_short() -> Delivery:
    """Leave a delivery as a worker leaves it that is killed between asking the server and writing its answer down."""
    row = only_delivery()
    Delivery.objects.filter(pk=row.pk).update(state="sending", tries=1)
    DeliveryAttempt.objects.create(delivery=row, number=1, begun_at=NOW)
    return row


def test_a_mail_cut_short_is_repeated_under_the_same_id_so_that_it_is_recognised(post):
    send(an_account())
    post.hang_up_after_text = True
    assert deliver() is State.WAITING
    post.hang_up_after_text = False
    assert deliver(minutes=1) is State.SENT
    assert len(post.mails) == 2
    assert post.mails[0]["Message-ID"] == post.mails[1]["Message-ID"]


def test_a_killed_workers_mail_waits_ten_minutes_and_goes_out(post):
    send(an_account())
    cut_short()
    assert services.sweep(now=NOW + 5 * MINUTE) == 0
    assert deliver(minutes=5) is None
    assert services.sweep(now=NOW + 11 * MINUTE) == 1
    assert deliver(minutes=11) is State.SENT
    assert list(DeliveryAttempt.objects.order_by("number").values_list("outcome", flat=True)) == ["cut-short", "sent"]


WORKER = """
import sys
from datetime import datetime
import django
from django.conf import settings
django.setup()
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", int(sys.argv[1]), False
from madang.city.notices import services
services.deliver(delivery_id=int(sys.argv[2]), now=datetime.fromisoformat(sys.argv[3]))
"""


def database_address() -> str:
    told = connection.settings_dict
    if told["HOST"].startswith("/"):
        return f"postgresql://{told['USER']}@/{told['NAME']}?host={told['HOST']}"
    return f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_the_server_is_silent_loses_nothing_and_the_repeat_is_recognised(post):
    send(an_account())
    post.silent_after_text = True
    words = [sys.executable, "-c", WORKER, str(post.port), str(only_delivery().pk), NOW.isoformat()]
    with subprocess.Popen(words, env=os.environ | {"DATABASE_URL": database_address()}) as worker:
        assert post.asked.wait(60)
        worker.kill()
    assert only_delivery().state == State.SENDING
    post.silent_after_text = False
    services.sweep(now=NOW + 11 * MINUTE)
    assert deliver(minutes=11) is State.SENT
    assert len({mail["Message-ID"] for mail in post.mails}) == 1
    assert list(DeliveryAttempt.objects.order_by("number").values_list("outcome", flat=True)) == ["cut-short", "sent"]


def test_a_killed_workers_sms_is_not_risked_twice_but_shown(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    register_kind("inbox", "sms")
    send(an_account(phone="010-1234-5678"))
    row = only_delivery("sms")
    Delivery.objects.filter(pk=row.pk).update(state="sending", tries=1)
    DeliveryAttempt.objects.create(delivery=row, number=1, begun_at=NOW)
    services.sweep(now=NOW + 11 * MINUTE)
    (failed,) = queries.failed_deliveries().rows
    assert "may have been sent" in failed.reason


def test_a_worker_that_wakes_up_late_does_not_undo_what_was_decided(post):
    send(an_account())
    claim = services.delivering._claim(only_delivery().pk, NOW)
    services.sweep(now=NOW + 11 * MINUTE)
    assert deliver(minutes=11) is State.SENT
    late = rules.Answer(rules.Outcome.REFUSED, "550")
    assert services.delivering._end(claim, late, NOW + 12 * MINUTE) is State.SENT


def test_a_delivery_whose_job_is_lost_gets_a_new_one():
    send(an_account())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'notices.deliver'")
    assert services.sweep(now=NOW + MINUTE) == 0
    assert services.sweep(now=NOW + 3 * MINUTE) == 1
    assert jobs_waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_that_meet_at_one_delivery_send_it_once(post):
    send(an_account())
    pk = only_delivery().pk
    together = threading.Barrier(4)

    def work():
        together.wait()
        services.deliver(delivery_id=pk, now=NOW)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(post.mails) == 1
    assert DeliveryAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_senders_that_meet_at_one_key_make_one_notice():
    account = an_account()
    together = threading.Barrier(4)
    new = []

    def work():
        together.wait()
        new.append(send(account))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new) == [False, False, False, True]
    assert Delivery.objects.count() == 2


def test_an_sms_is_a_file_until_a_city_names_its_gateway(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    register_kind("inbox", "sms")
    send(an_account(phone="010-1234-5678"))
    assert services.deliver(delivery_id=only_delivery("sms").pk, now=NOW) is State.SENT
    (path,) = Path(tmp_path, "sms").iterdir()
    said = json.loads(path.read_text())
    assert said["number"] == "010-1234-5678"
    assert said["text"].startswith("Your test has moved http")


def subscribed(account: int, url: str) -> None:
    PushSubscription.objects.create(account_id=account, endpoint=url, p256dh=P256DH, auth=AUTH, created_at=NOW)


@pytest.fixture
def push(settings, tmp_path):
    """A real push service on loopback; the city's key lies in a fresh folder."""
    from madang.city.notices.channels.webpush import vapid

    settings.DATA_DIR = tmp_path
    vapid.cache_clear()
    with push_service() as service:
        yield service
    vapid.cache_clear()


def test_a_subscribed_browser_is_told_locked_and_under_a_topic(push):
    account = an_account()
    subscribed(account, push.url)
    send(account)
    assert services.deliver(delivery_id=only_delivery("webpush").pk, now=NOW) is State.SENT
    (call,) = push.calls
    headers = {name.lower(): value for name, value in call["headers"].items()}
    assert headers["topic"] in DeliveryAttempt.objects.get().message_id
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["authorization"].startswith("vapid t=")
    assert b"moved" not in call["body"]


def test_a_browser_that_is_gone_is_forgotten(push):
    account = an_account()
    subscribed(account, push.url)
    send(account)
    push.status = 410
    assert services.deliver(delivery_id=only_delivery("webpush").pk, now=NOW) is State.DROPPED
    assert queries.browsers(account) == []
    send(account, key="k2")
    assert Delivery.objects.filter(channel="webpush").count() == 1


@pytest.mark.parametrize(("status", "state"), [(429, State.WAITING), (503, State.WAITING), (413, State.FAILED)])
def test_a_push_service_that_refuses_is_understood(push, status, state):
    account = an_account()
    subscribed(account, push.url)
    send(account)
    push.status = status
    assert services.deliver(delivery_id=only_delivery("webpush").pk, now=NOW) is state


def test_a_push_service_that_is_away_is_tried_again():
    account = an_account()
    subscribed(account, "http://127.0.0.1:1/push")
    send(account)
    assert services.deliver(delivery_id=only_delivery("webpush").pk, now=NOW) is State.WAITING


def test_each_browser_is_told_on_its_own(push):
    account = an_account()
    subscribed(account, push.url)
    subscribed(account, push.url + "2")
    send(account)
    assert Delivery.objects.filter(channel="webpush").count() == 2


def test_a_browser_subscribes_once_and_changes_hands():
    first, second = an_account(), an_account("lee@example.org")
    told = {"endpoint": "https://web.push.apple.com/abc", "p256dh": P256DH, "auth": AUTH, "label": "Safari", "now": NOW}
    slug = services.subscribe(account_id=first, **told)
    assert services.subscribe(account_id=second, **told) == slug
    assert queries.browsers(first) == []
    assert [one.label for one in queries.browsers(second)] == ["Safari"]
    with pytest.raises(Refused):
        services.end_subscription(account_id=first, slug=slug)
    services.end_subscription(account_id=second, slug=slug)
    assert not PushSubscription.objects.exists()


def test_a_browser_with_a_foreign_push_service_is_refused():
    with pytest.raises(Refused):
        services.subscribe(account_id=an_account(), endpoint="https://10.0.0.1/x", p256dh=P256DH, auth=AUTH, label="", now=NOW)
