"""One place where a refusal becomes a page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from madang.city.kernel.refusals import Refused, sentence


class RefusalMiddleware:
    """Turns Refused into a page with the sentence, in the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Sequence[Any], words: Mapping[str, Any]) -> None:
        """Find nothing at an address that holds a NUL: no name has one, and PostgreSQL takes none."""
        if any("\0" in str(part) for part in (*args, *words.values())):
            raise Http404

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Return the refusal's page; leave every other exception alone."""
        if not isinstance(problem, Refused):
            return None
        refusal = problem.refusal
        words = {
            "status": refusal.status,
            "sentence": sentence(refusal),
            "back": request.path if request.method == "POST" else "",
        }
        return render(request, "look/errors/page.html", words, status=refusal.status)
