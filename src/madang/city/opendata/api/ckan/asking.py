"""What came over the wire: parameters from the address, a form or JSON; and whom a token stands for."""

import json
import re
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from madang.city.kernel.http.limits import spend
from madang.city.kernel.refusals import Refused, sentence
from madang.city.opendata.api.ckan.registry import Action, Asked
from madang.city.opendata.rules import ckan
from madang.city.people import queries as people
from madang.city.people.rules import NOBODY, Viewer

SCOPE = "opendata:write"
WRITES = "1200/m"
MOST_BYTES = 1_000_000
MOST_BYTES_WITH_TOKEN = 32_000_000
MOST_DEPTH = 50
_UNKEPT = re.compile("[\0\ud800-\udfff]")


class Unreadable(Exception):
    """Raised where a request is none of CKAN's: CKAN answers these with a bare sentence and 400 (413 for too much)."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def viewer_of(request: HttpRequest, action: Action) -> Viewer:
    """Return whom the token stands for; cookies count for nothing here. Raises CkanFault where an action that writes has none."""
    secret = request.headers.get("Authorization", "") or request.headers.get("X-CKAN-API-Key", "")
    secret = secret.removeprefix("Bearer ").strip()
    try:
        viewer = people.viewer_for_token(secret, SCOPE) if secret else None
    except Refused as refused:
        if action.writes:
            raise ckan.forbidden(sentence(refused.refusal)) from refused
        return NOBODY
    if action.writes:
        if viewer is None:
            raise ckan.forbidden(f"send a token with the scope {SCOPE} in the header Authorization")
        spend("ckan", WRITES, secret)
    return viewer or NOBODY


def values_of(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """Return the parameters. Raises Unreadable."""
    if request.method in ("GET", "HEAD"):
        return _flat(request.GET)
    kind = (request.content_type or "").lower()
    if kind == "multipart/form-data":
        return _form(request)
    most = MOST_BYTES_WITH_TOKEN if viewer.is_signed_in else MOST_BYTES
    body = request.read(most + 1)
    if len(body) > most:
        raise Unreadable(f"Bad request - The body is larger than {most // 1_000_000} MB", 413)
    if kind == "application/x-www-form-urlencoded":
        return _urlencoded(body)
    return _object(body) if body.strip() else {}


def _form(request: HttpRequest) -> dict[str, Any]:
    try:
        return _flat(request.POST)
    except MultiPartParserError as problem:
        raise Unreadable(f"Bad request - {problem}") from problem


def _urlencoded(body: bytes) -> dict[str, Any]:
    """Return a form; one whose only key is a JSON object is that object, as CKAN takes it from curl -d."""
    try:
        fields = _flat(QueryDict(body))
    except UnicodeDecodeError as problem:
        raise Unreadable("Bad request - The form is not UTF-8") from problem
    only = next(iter(fields)) if len(fields) == 1 else ""
    return _object(body) if only.startswith("{") else fields


def _flat(fields: QueryDict) -> dict[str, Any]:
    return {name: found[0] if len(found) == 1 else list(found) for name, found in fields.lists()}


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        raise Unreadable("Bad request - JSON Error: Error decoding JSON data.") from problem
    if not isinstance(found, dict):
        raise Unreadable("Bad request - JSON Error: Request data has to be an object.")
    if reason := _why_not_kept(found):
        raise Unreadable(f"Bad request - {reason}")
    return found


def _no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which Python reads and no JSON has."""
    raise ValueError(name)


def _why_not_kept(whole: Any) -> str:
    """Return why no database keeps a value, "" if nothing speaks against it; without recursion, however deep it is."""
    waiting = [(whole, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > MOST_DEPTH:
            return f"Values must not be nested more than {MOST_DEPTH} deep."
        if isinstance(one, str) and _UNKEPT.search(one):
            return "Texts must not hold the character NUL or half of a surrogate pair."
        if isinstance(one, dict):
            waiting += [(part, depth + 1) for pair in one.items() for part in pair]
        elif isinstance(one, list):
            waiting += [(part, depth + 1) for part in one]
    return ""


__all__ = ["Asked", "Unreadable", "values_of", "viewer_of"]
