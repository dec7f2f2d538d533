"""What nobody may do: speak for another site, go on without end."""

import pytest
from django.core.cache import cache
from django.test import Client

from madang.city.kernel.http.limits import spend
from madang.city.people.tests import builders as people
from madang.city.portal.models import Upload
from madang.city.portal.tests.applying import builders as make
from madang.city.portal.tests.applying.test_pages import send, url

pytestmark = pytest.mark.django_db


def test_nobody_fills_the_disk_by_putting_files_in_again_and_again(settings):
    make.stall()
    who = people.resident()
    browser, view = people.signed_in(who), make.draft(who)
    for step, inputs in (("you", make.YOU), ("stall", make.STALL), ("helpers", {})):
        send(browser, url(view, step), inputs)
    settings.RATE_LIMITS = True
    cache.clear()
    for _ in range(200):
        spend("upload", "200/h", f"account:{people.account_of(who)}")
    page = send(browser, url(view, "papers"), {"licence": make.pdf("licence.pdf"), "note": "hello"}, go="upload")
    assert not Upload.objects.exists()
    assert "hello" in page.content.decode()
    assert "That was tried too often" in page.content.decode()
    cache.clear()


def test_a_form_of_another_site_is_refused_outright():
    make.stall()
    who = people.resident()
    browser = people.signed_in(who, Client(enforce_csrf_checks=True))
    view = make.draft(who)
    answer = browser.post(url(view), make.YOU, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Kim Haru" not in answer.content.decode()
    assert make.again(view).answers == {}
