"""The content policy: nothing from elsewhere, no inline script, no inline style."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
POLICY_LINE = "; ".join(f"{name} {value}" for name, value in POLICY.items())
PERMISSIONS_LINE = "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), interest-cohort=()"


class ContentPolicyMiddleware:
    """Adds the policy to every answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy in the head."""
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY_LINE)
        response.setdefault("Permissions-Policy", PERMISSIONS_LINE)
        return response
