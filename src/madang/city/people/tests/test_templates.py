"""No page and no mail of allauth's own reaches anybody: each has one of the city's, in three languages."""

from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template, render_to_string
from django.utils import translation

OURS = Path(__file__).parents[1] / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
KINDS = ("account", "mfa", "usersessions", "socialaccount", "idp")
NEVER_SHOWN = {
    # switched off in settings: telephone sign-in, confirming by link, several addresses, trusted browsers
    "account/phone_change.html",
    "account/confirm_phone_verification_code.html",
    "account/messages/phone_verification_sent.txt",
    "account/messages/phone_verified.txt",
    "account/email_confirm.html",
    "account/email.html",
    "mfa/trust.html",
    # the page is ours: people/sessions.html
    "usersessions/usersession_list.html",
    # frames and parts that our pages do not use
    "account/base_entrance.html",
    "account/base_manage.html",
    "account/base_manage_email.html",
    "account/base_manage_password.html",
    "account/base_manage_phone.html",
    "account/snippets/already_logged_in.html",
    "account/snippets/warn_no_email.html",
    "mfa/base_entrance.html",
    "mfa/base_manage.html",
    "mfa/recovery_codes/base.html",
    "mfa/totp/base.html",
    "mfa/webauthn/base.html",
    "mfa/webauthn/snippets/login_script.html",
    "mfa/webauthn/snippets/scripts.html",
    "socialaccount/base_entrance.html",
    "socialaccount/base_manage.html",
    "socialaccount/login_redirect.html",
    "socialaccount/snippets/login.html",
    "socialaccount/snippets/login_extra.html",
    "socialaccount/snippets/provider_list.html",
    "usersessions/base_manage.html",
    # a bare list of codes
    "mfa/recovery_codes/download.txt",
}


def names(folder):
    return {str(path.relative_to(folder)) for kind in KINDS for path in (folder / kind).rglob("*.*")}


def test_each_of_their_templates_is_ours_or_never_shown():
    assert names(THEIRS) - names(OURS) == NEVER_SHOWN
    assert not NEVER_SHOWN & names(OURS)


@pytest.mark.parametrize("name", sorted(str(path.relative_to(OURS)) for path in OURS.rglob("*.*")))
def test_each_template_compiles_and_is_the_one_that_is_found(name):
    assert Path(get_template(name).origin.name) == OURS / name


MAILS = sorted(str(path.relative_to(OURS)) for path in OURS.rglob("*/email/*.txt") if not path.name.startswith("base_"))
WORDS = {
    "code": "1234-5678",
    "email": "kim@haneul.example",
    "from_email": "old@haneul.example",
    "to_email": "new@haneul.example",
    "deleted_email": "old@haneul.example",
    "ip": "192.0.2.7",
    "user_agent": "Chrome",
    "city_office": "City & Office",
    "city_phone": "120",
    "site_url": "https://haneul.example",
    "password_reset_url": "https://haneul.example/reset",
}


@pytest.mark.parametrize("name", MAILS)
def test_each_mail_speaks_three_languages_as_plain_text(name):
    texts = {}
    for lang in ("en", "ko", "zh-hans"):
        with translation.override(lang):
            texts[lang] = render_to_string(name, WORDS).strip()
    assert all(texts.values())
    assert not any("&amp;" in text or "{{" in text for text in texts.values())
    if name.endswith("_subject.txt"):
        assert all("\n" not in text for text in texts.values())
    if "_code_message" in name or ("confirmation" in name and name.endswith("_message.txt")):
        assert all("1234-5678" in text for text in texts.values())


def test_the_mails_are_translated_and_not_merely_rendered():
    from madang.city.kernel.text import catalogues

    app = OURS.parent
    assert [catalogues.findings(app, locale) for locale in catalogues.LOCALES] == [[], []]
