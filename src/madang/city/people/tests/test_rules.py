"""The rules of people, table by table. No database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from madang.city.people import rules
from madang.city.people.rules import CITY, NOBODY, SYSTEM, Actor, Assurance, Role, StaffView, Viewer

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
RESIDENT = Viewer(account_id=1, resident_id=17)
CASEWORKER = Viewer(account_id=2, resident_id=18, staff=StaffView(4, Role.CASEWORKER, "families"))
HEAD = Viewer(account_id=3, staff=StaffView(5, Role.HEAD, "families"))
ADMINISTRATOR = Viewer(account_id=4, staff=StaffView(6, Role.ADMINISTRATOR, "mayor"))
AUDITOR = Viewer(account_id=5, staff=StaffView(7, Role.AUDITOR, "mayor"))
EVERYBODY = {
    "stranger": NOBODY,
    "resident": RESIDENT,
    "caseworker": CASEWORKER,
    "head": HEAD,
    "administrator": ADMINISTRATOR,
    "auditor": AUDITOR,
}


def key(refusal):
    return refusal.key if refusal else None


@pytest.mark.parametrize(
    ("viewer", "actor", "as_resident"),
    [
        (NOBODY, "account", "account"),
        (Viewer(account_id=9), "account:9", "account:9"),
        (RESIDENT, "resident:17", "resident:17"),
        (CASEWORKER, "staff:4", "resident:18"),
        (CITY, "system", "account"),
    ],
)
def test_a_viewer_acts_as_staff_first_and_as_resident_in_their_own_matters(viewer, actor, as_resident):
    assert (str(viewer.actor), str(viewer.as_resident)) == (actor, as_resident)


RULES = {
    "why_not_signed_in": {"resident", "caseworker", "head", "administrator", "auditor"},
    "why_not_staff": {"caseworker", "head", "administrator", "auditor"},
    "why_not_see_staff": {"administrator", "auditor"},
    "why_not_manage_staff": {"administrator"},
}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_lets_in_exactly_these(rule, who):
    assert (getattr(rules, rule)(EVERYBODY[who]) is None) == (who in RULES[rule])


def test_a_role_may_be_asked_for():
    assert key(rules.why_not_staff(CASEWORKER, Role.HEAD)) == "people.other_role"
    assert rules.why_not_staff(HEAD, Role.HEAD, Role.ADMINISTRATOR) is None
    assert key(rules.why_not_staff(RESIDENT, Role.HEAD)) == "people.staff_only"


@pytest.mark.parametrize("has", list(Assurance))
@pytest.mark.parametrize("least", list(Assurance))
def test_assurance_is_an_order(has, least):
    order = ["self-declared", "e-mail", "identity-proved"]
    enough = order.index(has.value) >= order.index(least.value)
    assert (rules.why_not_assured(Viewer(account_id=1, assurance=has), least) is None) == enough
    assert rules.raised(has, least).value == order[max(order.index(has.value), order.index(least.value))]


@pytest.mark.parametrize(
    ("claims", "reached"),
    [
        ({}, Assurance.SELF_DECLARED),
        ({"email": "a@b.c", "email_verified": False}, Assurance.SELF_DECLARED),
        ({"email_verified": True}, Assurance.EMAIL),
        ({"email_verified": "true"}, Assurance.SELF_DECLARED),
        ({"acr": "high"}, Assurance.IDENTITY_PROVED),
        ({"acr": "low", "email_verified": True}, Assurance.EMAIL),
        ({"verified_claims": {"verification": {"trust_framework": "high"}}}, Assurance.IDENTITY_PROVED),
        ({"verified_claims": {"verification": {"trust_framework": "other"}}}, Assurance.SELF_DECLARED),
        ({"verified_claims": "high"}, Assurance.SELF_DECLARED),
    ],
)
def test_only_the_accepted_proofs_prove_an_identity(claims, reached):
    assert rules.assurance_of_claims(claims, ["high"]) is reached


@pytest.mark.parametrize(
    ("viewer", "may", "noted"),
    [
        (Actor("resident", 17), True, False),
        (Actor("resident", 18), False, True),
        (Actor("account", 17), False, True),
        (Actor("staff", 17), True, True),
        (SYSTEM, True, False),
    ],
)
def test_who_reads_a_resident_and_what_is_noted(viewer, may, noted):
    assert (rules.why_not_read(viewer, 17) is None, rules.is_noted(viewer, 17)) == (may, noted)


@pytest.mark.parametrize("purpose", ["case:MD-7K3F-92", "own-account", "counter"])
def test_a_purpose_is_a_code(purpose):
    assert rules.why_not_purpose(purpose) is None


@pytest.mark.parametrize("purpose", ["", "to see how Kim lives", "Case", "case:", "x" * 65])
def test_a_purpose_holds_no_words(purpose):
    assert key(rules.why_not_purpose(purpose)) == "people.no_purpose"


@pytest.mark.parametrize("name", ["김하", "O", "李", "Ng Wei", "María José Carreño Quiñones", "Þór", "X Æ A-12"])
def test_names_of_any_length_script_and_order_are_names(name):
    assert rules.why_not_name(name) is None
    assert rules.tidy_name(f"  {name.replace(' ', '   ')} ") == name


@pytest.mark.parametrize("name", ["", "   ", "12", "--"])
def test_what_has_no_letter_is_no_name(name):
    assert key(rules.why_not_name(name)) == "people.no_name"


@pytest.mark.parametrize(
    ("born", "refused"),
    [
        (TODAY, None),
        (TODAY + timedelta(days=1), "people.born_tomorrow"),
        (date(1896, 1, 1), None),
        (date(1895, 12, 31), "people.born_long_ago"),
    ],
)
def test_birth_dates(born, refused):
    assert key(rules.why_not_birth_date(born, today=TODAY)) == refused


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(1984, 11, 20), TODAY, 42),
        (date(1984, 11, 21), TODAY, 41),
        (TODAY, TODAY, 0),
    ],
)
def test_age(born, on, age):
    assert rules.age_in_years(born, on) == age


def test_languages_are_codes_and_not_endless():
    assert rules.why_not_languages(["ko", "zh-Hans", "ksl"]) is None
    assert key(rules.why_not_languages(["Korean"])) == "people.unknown_language"
    assert key(rules.why_not_languages(["ko"] * 9)) == "people.many_languages"


TREE = {"mayor": None, "families": "mayor", "childcare": "families", "roads": "mayor"}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("mayor", {"mayor", "families", "childcare", "roads"}),
        ("families", {"families", "childcare"}),
        ("roads", {"roads"}),
        ("nowhere", set()),
    ],
)
def test_below(code, found):
    assert rules.below(TREE, code) == found


def test_a_ring_in_the_tables_does_not_hang():
    assert rules.below({"a": "b", "b": "a"}, "a") == {"a", "b"}


@pytest.mark.parametrize(
    ("code", "parent", "refused"),
    [
        ("roads", "families", None),
        ("new", "mayor", None),
        ("mayor", None, None),
        ("families", "childcare", "people.department_ring"),
        ("families", "families", "people.department_ring"),
        ("roads", "nowhere", "people.unknown_department"),
    ],
)
def test_parents(code, parent, refused):
    assert key(rules.why_not_parent(TREE, code, parent)) == refused


OTHER = StaffView(20, Role.CASEWORKER, "families")
ROADS = StaffView(21, Role.CASEWORKER, "roads")


@pytest.mark.parametrize(
    ("viewer", "absent", "deputy", "refused"),
    [
        (ADMINISTRATOR, ROADS, OTHER, None),
        (CITY, ROADS, OTHER, None),
        (HEAD, OTHER, ROADS, None),
        (HEAD, ROADS, OTHER, "people.other_role"),
        (CASEWORKER, CASEWORKER.staff, OTHER, None),
        (CASEWORKER, OTHER, ROADS, "people.other_role"),
        (AUDITOR, ROADS, OTHER, "people.other_role"),
        (RESIDENT, ROADS, OTHER, "people.staff_only"),
        (ADMINISTRATOR, OTHER, OTHER, "people.own_deputy"),
        (ADMINISTRATOR, OTHER, AUDITOR.staff, "people.auditor_no_deputy"),
        (ADMINISTRATOR, AUDITOR.staff, OTHER, "people.auditor_no_deputy"),
    ],
)
def test_who_appoints_deputies(viewer, absent, deputy, refused):
    assert key(rules.why_not_appoint(viewer, absent=absent, deputy=deputy)) == refused


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (0, 0, None),
        (-3, 0, None),
        (0, 366, None),
        (2, 1, "people.days_backwards"),
        (-2, -1, "people.days_over"),
        (0, 367, "people.days_too_many"),
    ],
)
def test_days_of_a_deputy(first, last, refused):
    days = [TODAY + timedelta(days=many) for many in (first, last)]
    assert key(rules.why_not_days(*days, today=TODAY)) == refused


def test_the_last_administrator_stays():
    assert key(rules.why_not_change_role(Role.ADMINISTRATOR, Role.HEAD, administrators=1)) == "people.last_administrator"
    assert rules.why_not_change_role(Role.ADMINISTRATOR, Role.HEAD, administrators=2) is None
    assert rules.why_not_change_role(Role.ADMINISTRATOR, Role.ADMINISTRATOR, administrators=1) is None
    assert rules.why_not_change_role(Role.HEAD, Role.CASEWORKER, administrators=1) is None


@pytest.mark.parametrize(
    ("held", "scope", "opened"),
    [
        (["cases:read"], "cases:read", True),
        (["cases:write"], "cases:read", True),
        (["cases:read"], "cases:write", False),
        (["catalogue:read"], "cases:read", False),
        (["all"], "staff:cases", True),
        (["staff:cases"], "staff:catalogue", False),
        ([], "catalogue:read", False),
    ],
)
def test_what_scopes_open(held, scope, opened):
    assert rules.opens(held, scope) == opened
    assert Viewer(account_id=1, scopes=frozenset(held)).may(scope) == opened


def test_a_browser_opens_everything_its_owner_may():
    assert Viewer(account_id=1).may("cases:write")


def test_whom_which_scopes_are_offered_to():
    assert rules.scopes_for(is_staff=False, is_administrator=False) == (
        "catalogue:read", "profile:read", "cases:read", "cases:write",
    )  # fmt: skip
    assert "staff:cases" in rules.scopes_for(is_staff=True, is_administrator=False)
    assert "all" not in rules.scopes_for(is_staff=True, is_administrator=False)
    assert rules.scopes_for(is_staff=True, is_administrator=True) == tuple(rules.SCOPES)


@pytest.mark.parametrize(
    ("scopes", "days", "refused"),
    [
        (["cases:read"], 30, None),
        (["cases:read"], None, None),
        ([], 30, "people.token_without_scope"),
        (["cases:eat"], 30, "people.unknown_scope"),
        (["all"], 30, "people.scope_above_reach"),
        (["cases:read"], 0, "people.token_days"),
        (["cases:read"], 367, "people.token_days"),
    ],
)
def test_tokens(scopes, days, refused):
    expires = None if days is None else NOW + timedelta(days=days)
    reason = rules.why_not_token(scopes, allowed=["cases:read"], now=NOW, expires_at=expires)
    assert key(reason) == refused


# User-Agent lines as the browsers of autumn 2026 send them (shortened in the middle).
@pytest.mark.parametrize(
    ("line", "browser", "system"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge", "Windows"),
        ("Mozilla/5.0 (Linux; Android 14; SM-S921N) Chrome/130.0 Mobile Safari/537.36", "Chrome", "Android"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36", "Samsung Internet", "Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox", "Mac"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/128.0 Whale/4.28 Safari/537.36", "Whale", "Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0.50", "WeChat", "iPhone"),
        ("curl/8.10", "", ""),
        ("", "", ""),
    ],
)
def test_devices_in_peoples_words(line, browser, system):
    assert rules.device(line) == rules.Device(browser, system)
