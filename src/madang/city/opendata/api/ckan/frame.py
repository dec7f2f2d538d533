"""The envelope: one view for all actions, its errors in CKAN's form."""

import hashlib
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.opendata import engine
from madang.city.opendata.api.ckan.asking import Unreadable, values_of, viewer_of
from madang.city.opendata.api.ckan.registry import Action, Asked, actions
from madang.city.opendata.rules import ckan

_METHODS = ("GET", "HEAD", "POST")


@csrf_exempt  # only tokens count here, never a cookie: nothing can be forged
def act(request: HttpRequest, name: str) -> HttpResponse:
    """Do an action and answer in CKAN's envelope."""
    action = actions().get(name)
    if action is None:
        return _sentence(f"Bad request - Action name not known: {name[:80]}")
    allowed = ("POST",) if action.writes else _METHODS
    if request.method not in allowed:
        told = " or ".join(allowed)
        return _sentence(f"Bad request - Invalid request. Please use {told} for {name}", allow=", ".join(allowed))
    try:
        return _answered(request, action)
    except Unreadable as problem:
        return _sentence(str(problem), problem.status)
    except SuspiciousOperation as problem:
        return _sentence(f"Bad request - {type(problem).__name__}")
    except (ckan.CkanFault, Refused, IntegrityError, engine.OverLimit, engine.Wrong) as problem:
        fault = fault_of(problem)
        return _envelope(action, fault.status, error=fault.error)


def version(request: HttpRequest) -> HttpResponse:
    """Answer which version of the action API is spoken."""
    return JsonResponse({"version": 3})


def _sentence(words: str, status: int = 400, allow: str = "") -> HttpResponse:
    """Return what CKAN answers to a request that is none: a bare sentence, as JSON."""
    return JsonResponse(words, status=status, safe=False, headers={"Allow": allow} if allow else {})


def _answered(request: HttpRequest, action: Action) -> HttpResponse:
    viewer = viewer_of(request, action)
    values = values_of(request, viewer)
    is_form = request.content_type == "multipart/form-data"
    files = {name: file for name, file in request.FILES.items() if not isinstance(file, list)} if is_form else {}
    asked = Asked(values, clock.now(), viewer, files, request)
    if not action.writes:
        return _tagged(request, _envelope(action, 200, result=action.does(asked)))
    with transaction.atomic():
        result = action.does(asked)
    return _envelope(action, 200, result=result)


def _envelope(action: Action, status: int, **told: Any) -> JsonResponse:
    help_url = f"{settings.SITE_URL}/api/3/action/help_show?name={quote(action.name)}"
    body = {"help": help_url, "success": status == 200, **told}
    response = JsonResponse(body, status=status, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store" if action.writes or status != 200 else "no-cache"
    return response


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer with a strong ETag, or 304 where the client of a GET has it already."""
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if request.method == "GET" and tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    response["ETag"] = tag
    response["Access-Control-Allow-Origin"] = "*"  # what is read here is public, and no cookie counts
    return response


def fault_of(problem: Exception) -> ckan.CkanFault:
    """Return what stopped an action as CKAN's error."""
    if isinstance(problem, Refused):
        return _fault_of_refusal(problem.refusal)
    if isinstance(problem, IntegrityError):  # two clients made the same thing at the same moment
        told = "Somebody else changed this at the same moment: read it again, then decide"
        return ckan.CkanFault("Validation Error", 409, {"message": [told]})
    if isinstance(problem, engine.Wrong):
        return ckan.CkanFault("Validation Error", 409, {"query": [problem.detail or problem.kind], "kind": problem.kind})
    if isinstance(problem, engine.OverLimit):
        return _fault_of_limit(problem)
    return problem if isinstance(problem, ckan.CkanFault) else ckan.CkanFault("Internal Server Error", 500, {})


def _fault_of_refusal(refusal: Refusal) -> ckan.CkanFault:
    """Return a refusal as CKAN's error: forbidden, not found, too often, else not valid."""
    told = sentence(refusal)
    if refusal.status == 404:
        return ckan.not_found(told)
    if refusal.status in (401, 403):
        return ckan.forbidden(told)
    if refusal.status == 429:
        return ckan.CkanFault("Too Many Requests", 429, {"message": told})
    return ckan.CkanFault("Validation Error", 409, {"message": [told], "key": refusal.key})


def _fault_of_limit(problem: engine.OverLimit) -> ckan.CkanFault:
    if problem.kind == "busy":
        return ckan.CkanFault("Search Error", 503, {"message": "The tables are busy: ask again in a moment"})
    told = f"The question was stopped: more than {problem.limit:g} ({problem.kind}). Ask for less: fewer columns, more filters"
    return ckan.CkanFault("Search Error", 409, {"message": told})
