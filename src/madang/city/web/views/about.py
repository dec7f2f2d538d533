"""What every public site owes: what it is, how accessible it is, what it keeps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what this site is and who answers for it."""
    return render(request, "web/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the site can be used, and where to turn if it cannot."""
    return render(request, "web/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of a person, for how long, and how to see who read it."""
    return render(request, "web/privacy.html")
