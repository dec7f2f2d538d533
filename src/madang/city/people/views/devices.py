"""Signing in on a device that has no keyboard: the page that asks for its code."""

from allauth.idp.oidc.views import device_authorization
from django.http import HttpRequest, HttpResponse


def confirm(request: HttpRequest) -> HttpResponse:
    """Answer with allauth's page, but never without a form token: theirs is exempt, so another site could have said yes."""
    response: HttpResponse = device_authorization(request)
    return response
