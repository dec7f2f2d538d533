"""People who get notices, and notices, for tests."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from madang.city.kernel.registries import notice_kinds
from madang.city.kernel.registries.notice_kinds import NoticeKind
from madang.city.notices import services
from madang.city.people import queries
from madang.city.people import services as people_services
from madang.city.people.rules import SYSTEM, Role
from madang.city.people.tests import builders as people

NOW = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
KIND = "test.moved"

# A browser's keys: the uncompressed point and secret of the example in RFC 8291, section 5.
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"


def register_kind(*channels: str) -> None:
    """Register the tests' kind of notice; by default in the inbox and by mail."""
    notice_kinds.register(NoticeKind(KIND, "Your test moved", channels or ("inbox", "email")))


def an_account(email: str = "kim@example.org", *, language: str = "", phone: str = "") -> int:
    """Open an account with its resident."""
    account_id = people.account(email, language=language)
    if phone:
        told = people_services.Details(name="Kim Haru", phone=phone)
        people_services.save_profile(resident_id=queries.resident_of(account_id), details=told, by=SYSTEM, now=NOW)
    return account_id


def resident_of(account_id: int) -> int:
    """Return the resident who owns an account."""
    found = queries.resident_of(account_id)
    assert found
    return found


def an_administrator() -> Client:
    """Return a browser in which an administrator is signed in."""
    return people.signed_in(people.staff(Role.ADMINISTRATOR))


def browser(account_id: int) -> Client:
    """Return a browser in which an account is signed in."""
    return people.signed_in(resident_of(account_id))


def send(account_id: int, key: str = "k1", **more: Any) -> bool:
    """Send the tests' notice."""
    told = {
        "kind": KIND,
        "subject": {"en": "Your test has moved", "ko": "시험이 진행되었습니다", "zh": "您的测试有进展"},
        "body": {"en": "First.\n\nSecond <b>bold</b>.", "ko": "첫째.", "zh": "第一。"},
        "link": "/cases/MD-7K3F-92",
        "about": "case:17",
        "now": NOW,
    }
    return services.send(to_account=account_id, key=key, **(told | more))
