"""Tokens: shown once, kept as a hash, opening what they were made for."""

from datetime import timedelta
from uuid import uuid4

import pytest

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people import queries, services
from madang.city.people.models import Account, ApiToken
from madang.city.people.rules import Actor, Role
from madang.city.people.tests import builders
from madang.city.people.tests.builders import NOW

pytestmark = pytest.mark.django_db
EMAIL = "kim@haneul.example"


@pytest.fixture
def resident_id():
    return builders.resident(email=EMAIL)


def made(**changes):
    return services.create_token(**({"email": EMAIL, "scopes": ["cases:read"], "name": "calendar", "now": NOW} | changes))


def test_only_a_hash_of_the_secret_is_kept(resident_id):
    secret = made()
    row = ApiToken.objects.get()
    assert secret.startswith("mdg_")
    assert len(secret) == 4 + 43
    assert secret not in str(vars(row))
    assert row.secret_hash == queries.secret_hash(secret)
    assert made() != secret


def test_a_token_stands_for_its_owner_in_one_query(resident_id, django_assert_num_queries):
    secret = made()
    queries.viewer_for_token(secret, "cases:read", now=NOW)
    with django_assert_num_queries(1):
        viewer = queries.viewer_for_token(secret, "cases:read", now=NOW)
    assert (viewer.resident_id, viewer.staff, viewer.scopes) == (resident_id, None, frozenset({"cases:read"}))
    assert not viewer.may("cases:write")


def test_the_last_use_is_a_day_and_nothing_finer(resident_id, django_assert_num_queries):
    secret = made()
    with django_assert_num_queries(2):
        queries.viewer_for_token(secret, "cases:read", now=NOW)
    assert ApiToken.objects.get().last_used_on == clock.today(NOW)


def test_a_good_token_for_something_else_is_refused(resident_id):
    with pytest.raises(Refused) as caught:
        queries.viewer_for_token(made(), "cases:write", now=NOW)
    assert (caught.value.refusal.key, caught.value.refusal.status) == ("people.token_scope", 403)


@pytest.mark.parametrize("secret", ["", "mdg_", "mdg_wrong", "x" * 47, "mdg_" + "a" * 5_000])
def test_an_unknown_token_opens_nothing(resident_id, secret):
    assert queries.viewer_for_token(secret, "cases:read", now=NOW) is None


def test_a_token_dies_when_it_said_it_would(resident_id):
    secret = made(expires_at=NOW + timedelta(days=30))
    assert queries.viewer_for_token(secret, "cases:read", now=NOW + timedelta(days=30, seconds=-1))
    assert queries.viewer_for_token(secret, "cases:read", now=NOW + timedelta(days=30)) is None


def test_a_revoked_token_opens_nothing(resident_id):
    secret, account_id = made(), queries.account_of(resident_id)
    [line] = queries.tokens_of(account_id)
    services.revoke_token(account_id=account_id, reference=line.reference, by=Actor("resident", resident_id), now=NOW)
    assert queries.viewer_for_token(secret, "cases:read", now=NOW) is None
    assert queries.tokens_of(account_id) == []


def test_nobody_revokes_what_is_not_theirs(resident_id):
    made()
    stranger = builders.account()
    for reference in (ApiToken.objects.get().public_id, uuid4()):
        with pytest.raises(Refused) as caught:
            services.revoke_token(account_id=stranger, reference=reference, by=Actor("account", stranger), now=NOW)
        assert caught.value.refusal.key == "people.no_token"
    assert ApiToken.objects.get().revoked_at is None


def test_a_shut_account_takes_its_tokens_along(resident_id):
    secret = made()
    Account.objects.update(is_active=False)
    assert queries.viewer_for_token(secret, "cases:read", now=NOW) is None


@pytest.mark.parametrize(
    ("role", "scope", "may"),
    [
        (None, "cases:write", True),
        (None, "staff:cases", False),
        (None, "all", False),
        (Role.CASEWORKER, "staff:cases", True),
        (Role.HEAD, "all", False),
        (Role.ADMINISTRATOR, "all", True),
    ],
)
def test_a_token_reaches_no_further_than_its_owner(role, scope, may):
    if role:
        builders.staff(role, email=EMAIL)
    else:
        builders.resident(email=EMAIL)
    if may:
        assert queries.viewer_for_token(made(scopes=[scope]), scope, now=NOW).may(scope)
    else:
        with pytest.raises(Refused) as caught:
            made(scopes=[scope])
        assert caught.value.refusal.key == "people.scope_above_reach"


def test_an_administrators_token_for_all_opens_the_staff_doors():
    builders.staff(Role.ADMINISTRATOR, email=EMAIL)
    viewer = queries.viewer_for_token(made(scopes=["all"]), "staff:cases", now=NOW)
    assert viewer.staff.role is Role.ADMINISTRATOR


def test_the_owner_must_be_known():
    with pytest.raises(Refused) as caught:
        made(email="nobody@haneul.example")
    assert caught.value.refusal.key == "people.unknown_account"
