"""Problem details (RFC 9457): every error of the API in one shape."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from madang.city.kernel.http.requests import present_request_id

TITLES = {
    400: "Bad request", 401: "Sign-in needed", 403: "Forbidden", 404: "Not found", 405: "Method not allowed",
    409: "Conflict", 415: "Unsupported media type", 422: "Not valid", 429: "Too many requests", 500: "Server error",
    503: "Service unavailable",
}  # fmt: skip


def problem(request: HttpRequest, status: int, detail: Any, *, key: str = "", **more: Any) -> HttpResponse:
    """Return a problem document: type, title, status, detail, instance and whatever else helps.

    key  the refusal's key; it becomes the type ``urn:madang:problem:KEY``
    """
    body = {
        "type": f"urn:madang:problem:{key}" if key else "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": str(detail),
        "instance": request.path,
        "request_id": present_request_id(),
        **more,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")
