"""A notice goes out if and only if the change is saved, once; people choose where, read, and leave."""

import json

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.city.journal import queries as journal
from madang.city.kernel.registries import personal_data
from madang.city.notices import queries, services
from madang.city.notices.models import Delivery, Notice, Preference
from madang.city.notices.tests.builders import KIND, NOW, an_account, register_kind, resident_of, send

pytestmark = pytest.mark.django_db


def jobs_waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name="notices.deliver", status="todo").count()


@pytest.fixture(autouse=True)
def _kind():
    register_kind()


def test_a_notice_stands_in_the_inbox_and_waits_for_the_mail():
    account = an_account()
    assert send(account)
    assert [one.subject["en"] for one in queries.inbox(account).rows] == ["Your test has moved"]
    assert dict(Delivery.objects.values_list("channel", "state")) == {"inbox": "sent", "email": "waiting"}
    assert jobs_waiting() == 1


def test_nothing_is_sent_if_the_change_is_not_saved():
    account = an_account()

    def change_and_fail():
        with transaction.atomic():
            send(account)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert not Notice.objects.exists()
    assert jobs_waiting() == 0


def test_one_key_is_one_notice():
    account = an_account()
    assert send(account)
    assert not send(account)
    assert Notice.objects.count() == 1
    assert Delivery.objects.count() == 2


def test_a_key_of_somebody_else_is_a_bug_that_is_said():
    send(an_account())
    with pytest.raises(ValueError, match="used for another account"):
        send(an_account("lee@example.org"))


@pytest.mark.parametrize("more", [{"kind": "no.such"}, {"link": "https://evil.example"}, {"subject": {"en": ""}}])
def test_what_cannot_be_sent_is_said(more):
    with pytest.raises((services.UnknownKind, ValueError)):
        send(an_account(), **more)


def test_wishes_choose_the_channels():
    account = an_account(phone="010-1234-5678")
    services.save_wishes(account_id=account, wishes={(KIND, "email"): False, (KIND, "sms"): True}, now=NOW)
    send(account)
    assert set(Delivery.objects.values_list("channel", flat=True)) == {"inbox", "sms"}


def test_a_person_without_a_telephone_gets_no_sms():
    account = an_account()
    services.save_wishes(account_id=account, wishes={(KIND, "sms"): True}, now=NOW)
    send(account)
    assert not Delivery.objects.filter(channel="sms").exists()


def test_a_wish_for_what_nobody_offers_is_refused():
    with pytest.raises(ValueError, match="nobody offers"):
        services.save_wishes(account_id=an_account(), wishes={(KIND, "inbox"): False}, now=NOW)


def test_somebody_without_an_address_that_mail_reaches_gets_none():
    send(an_account("counter-1@no-mail.invalid"))
    assert not Delivery.objects.filter(channel="email").exists()


def test_only_ones_own_notices_are_marked_as_read():
    mine, other = an_account(), an_account("lee@example.org")
    send(mine)
    send(other, key="k2")
    slug = queries.inbox(other).rows[0].slug
    assert services.mark_read(account_id=mine, slugs=[slug], now=NOW) == 0
    assert queries.unread_count(other) == 1
    assert services.mark_all_read(account_id=mine, now=NOW) == 1
    assert queries.unread_count(mine) == 0


def test_an_unsubscribe_link_ends_one_kind_on_one_channel_and_is_noted():
    account = an_account()
    send(account)
    slug, _, channel = queries.unsubscribed_by(queries.unsubscribe_token(Notice.objects.get().slug, "email"))
    services.stop(slug=slug, channel=channel, now=NOW)
    services.stop(slug=slug, channel=channel, now=NOW)
    send(account, key="k2")
    assert Delivery.objects.filter(channel="email").count() == 1
    assert [line.verb for line in journal.notes_about(f"account:{account}")][:2] == ["unsubscribed", "unsubscribed"]


@pytest.mark.parametrize("token", ["", "nonsense", "abc.email:forged", "a:b:c"])
def test_a_forged_unsubscribe_link_is_none(token):
    assert queries.unsubscribed_by(token) is None


def test_what_is_held_is_collected_and_forgotten():
    account = an_account()
    send(account)
    services.save_wishes(account_id=account, wishes={(KIND, "email"): False}, now=NOW)
    resident = resident_of(account)
    (held,) = [one for one in personal_data.holders() if one.name == "notices"]
    assert json.loads(json.dumps(held.collect(resident)))[0]["subject"]["en"] == "Your test has moved"
    assert held.objection(resident) is None
    held.forget(resident, NOW)
    assert not Notice.objects.exists() and not Preference.objects.exists()  # noqa: PT018 - all of it
