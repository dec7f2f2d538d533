"""Home and search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the home page."""
    return render(request, "web/home.html")


def search(request: HttpRequest) -> HttpResponse:
    """Show what the city's systems know about the words asked for."""
    return render(request, "web/search.html", {"query": request.GET.get("q", "")})
