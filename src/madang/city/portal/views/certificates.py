"""Certificates: to read and print for their holders, to check for everybody."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Answer
from madang.city.look.words import dates
from madang.city.portal.forms.certificates import CheckForm
from madang.city.portal.queries import certificates as queries
from madang.city.portal.queries.certificates import Checked
from madang.city.portal.rules.certificates import Standing, tidy_code
from madang.city.portal.rules.letters import paragraphs
from madang.city.portal.services import certificates as services
from madang.city.portal.views.cases.looking import viewer_of
from madang.city.portal.views.texts import TAGS, said

FOUND = {
    Standing.VALID: ("go", gettext_lazy("This certificate is genuine and valid")),
    Standing.EXPIRED: ("heed", gettext_lazy("This certificate is genuine, but its time is over")),
    Standing.WITHDRAWN: ("stop", gettext_lazy("This certificate was withdrawn: it is not valid")),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("certificates", "20/m")
def check(request: HttpRequest) -> HttpResponse:
    """Say whether there is a certificate with a code, and how it stands, to whoever knows its holder's name or birth date."""
    form = CheckForm(request.POST) if request.method == "POST" else CheckForm(initial={"code": _scanned(request)})
    context: dict[str, Any] = {"form": form, "asked": False}
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        found = queries.checked(told["code"], name=told["name"], born=told["born"], today=clock.today(clock.now()))
        context |= {"asked": True, "found": _told(found, told["code"]) if found else None}
        context["form"] = CheckForm() if found else form
    return render(request, "portal/certificates/check.html", context, status=422 if form.errors else 200)


def _scanned(request: HttpRequest) -> str:
    """Return the code that the picture on a certificate has filled in."""
    return tidy_code(request.GET.get("code", "")[:40]) or ""


def _told(found: Checked, code: str) -> dict[str, Any]:
    kind, title = FOUND[found.standing]
    rows = [
        Answer(_("Certificate"), said(found.titles)),
        Answer(_("Check code"), code),
        Answer(_("Issued by"), said(found.office)),
        Answer(_("Issued on"), dates.date_plain(found.issued_on, text_key())),
    ]
    if found.valid_until:
        rows.append(Answer(_("Valid until"), dates.date_plain(found.valid_until, text_key())))
    if found.withdrawn_on:
        rows.append(Answer(_("Withdrawn on"), dates.date_plain(found.withdrawn_on, text_key())))
    return {"kind": kind, "title": title, "rows": rows}


@never_cache
@login_required
@require_GET
def show(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Show a certificate as it was issued, ready to be printed."""
    document = queries.document_for(public_id, viewer_of(request), now=clock.now())
    lang = document.language
    context = {
        "document": document,
        "lang": TAGS.get(lang, lang),
        "words": services.words_of(document),
        "title": document.titles.get(lang) or said(document.titles),
        "office": document.office.get(lang) or said(document.office),
        "city_office": localised(settings.CITY_OFFICE, lang),
        "paragraphs": paragraphs(document.body),
        "rows": [Answer(key, value) for key, value in services.facts_of(document)],
        "check": services.check_url(),
        "qr": mark_safe(services.qr_drawing(services.check_url(document))),  # noqa: S308 - drawn by us from our own address
        "is_own": viewer_of(request).resident_id == document.holder_id,
    }
    return render(request, "portal/certificates/certificate.html", context)


@never_cache
@login_required
@require_GET
def paper(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Hand out a certificate as PDF."""
    document = queries.document_for(public_id, viewer_of(request), now=clock.now())
    answer = HttpResponse(services.as_pdf(document), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{document.case.reference}-{document.output}.pdf"'
    return answer
