"""A resident's cases."""

from django.http import HttpRequest, HttpResponse


def cases(request: HttpRequest) -> HttpResponse:
    """Show my cases."""
    return HttpResponse()


def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one of my cases."""
    return HttpResponse()
