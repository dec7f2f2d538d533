"""The frame of the API: one document for all systems, tokens, problem details, ETags."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security.base import AuthBase
from pydantic import BaseModel

from madang.city.kernel.http.limits import spend
from madang.city.kernel.http.problems import problem
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.refusals import Refused, sentence

TokenFinder = Callable[[str, str], Any]
MOST_BODY_BYTES = 1_000_000
NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps no text that holds one
_FILE_PATHS: set[str] = set()


def takes_files(path: str) -> None:
    """Let an address of the API take bodies of any length; what answers there looks at the length itself."""
    _FILE_PATHS.add(path)


OTHER_PROTOCOLS = ("/api/3/", "/api/action/")  # they keep the limits, and JSON the errors, of their own protocol


class Problem(BaseModel):
    """What every error looks like (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str


PROBLEMS = dict.fromkeys((400, 401, 403, 404, 405, 409, 413, 415, 422, 429), Problem)


class Token(AuthBase):
    """A token of the city, sent as ``Authorization: Bearer SECRET`` or, as CKAN's programs do, bare."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str, find: TokenFinder, writes: str = "60/m") -> None:
        """Ask for ``scope``; ``find`` returns who a secret stands for, or None; ``writes``: how often it may change things."""
        super().__init__()
        self.scope = scope
        self.find = find
        self.writes = writes

    def __call__(self, request: HttpRequest) -> Any:
        """Return the viewer that the token stands for, None if there is none. Raises Refused where it writes too often."""
        secret = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        viewer = self.find(secret, self.scope) if secret else None
        if viewer is not None and request.method not in ("GET", "HEAD"):
            spend("api", self.writes, secret)
        return viewer


class CityApi(NinjaAPI):
    """Ninja's API, its description true to what is sent: errors are ``application/problem+json``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._descriptions: dict[str, Any] = {}

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> Any:
        """Return the OpenAPI 3.1 description, made once for each root that the addresses are told under."""
        root = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if root not in self._descriptions:
            self._descriptions[root] = self._described(root)
        return self._descriptions[root]

    def _described(self, root: str) -> Any:
        schema = super().get_openapi_schema(path_prefix=root)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in response.get("content", {}):
                        response["content"]["application/problem+json"] = response["content"].pop("application/json")
        return schema


def make_api() -> NinjaAPI:
    """Return the city's API with its error handlers; systems add their routers to it."""
    api = CityApi(
        title="Madang", version="1", urls_namespace="api", openapi_url="/openapi.json", docs_url=None,
        description="Public services, searching, eligibility, cases. Errors are problem details (RFC 9457).",
        openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
    )  # fmt: skip
    _handle(api)
    return api


def _handle(api: NinjaAPI) -> None:
    @api.exception_handler(Refused)
    def refused(request: HttpRequest, raised: Refused) -> HttpResponse:
        return problem(request, raised.refusal.status, sentence(raised.refusal), key=raised.refusal.key)

    @api.exception_handler(ValidationError)
    def not_valid(request: HttpRequest, raised: ValidationError) -> HttpResponse:
        errors = [{"at": ".".join(str(part) for part in one["loc"]), "reason": one["msg"]} for one in raised.errors]
        return problem(request, 422, _("Some values are not valid; see errors."), key="kernel.not_valid", errors=errors)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, raised: AuthenticationError) -> HttpResponse:
        response = problem(request, 401, _("This needs a token that is valid: send it as Authorization: Bearer TOKEN."))
        response["WWW-Authenticate"] = 'Bearer realm="madang"'
        return response

    @api.exception_handler(BadCursor)
    def lost(request: HttpRequest, raised: BadCursor) -> HttpResponse:
        return problem(request, 400, str(raised), key="kernel.bad_cursor")

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, raised: Http404) -> HttpResponse:
        return problem(request, 404, str(raised) or _("There is nothing at this address."))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, raised: HttpError) -> HttpResponse:
        return problem(request, raised.status_code, str(raised))


class ApiErrorsMiddleware:
    """Turns what Django itself answers below ``/api/`` (404, 405, 413, 500) into problem details."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; errors that are no problem document yet become one."""
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        speaks_otherwise = request.path.startswith(OTHER_PROTOCOLS)
        takes_files = speaks_otherwise or request.path.rstrip("/") in _FILE_PATHS
        if not takes_files and int(request.headers.get("Content-Length") or 0) > MOST_BODY_BYTES:
            return problem(request, 413, _("The body is larger than 1 MB."))
        response = self.get_response(request)
        kind = response.get("Content-Type", "").partition(";")[0]
        is_told = kind == "application/problem+json" or (speaks_otherwise and kind == "application/json")
        if response.status_code < 400 or is_told:
            return response
        answer = problem(request, response.status_code, _DETAILS.get(response.status_code) or _("This cannot be answered."))
        for name in ("Allow", "Retry-After"):
            if name in response:
                answer[name] = response[name]
        return answer


_DETAILS = {
    404: gettext_lazy("There is nothing at this address."),
    503: gettext_lazy("The site is being restarted; ask again in a moment."),
}


def with_etag(request: HttpRequest, body: Any) -> HttpResponse:
    """Return ``body`` as JSON with a strong ETag, or 304 where the client has it."""
    text = json.dumps(body, ensure_ascii=False, default=str, separators=(",", ":"))
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(text, content_type="application/json")
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache" if settings.DEBUG else "public, max-age=60"
    return response
