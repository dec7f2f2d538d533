"""The addresses of OGC API Features: each answers in JSON and as a page, and says what is wrong in the standard's own form."""

import functools
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.opendata import engine
from madang.city.opendata.api.ogc import documents, openapi, pages
from madang.city.opendata.api.ogc.documents import GEOJSON, JSON, OPENAPI, SCHEMA
from madang.city.opendata.api.ogc.parameters import FORMS, ITEMS, BadParameter, NotThere, Said, asked_of, said
from madang.city.opendata.queries import ogc as queries
from madang.city.opendata.queries.ogc import Collection, Items
from madang.city.opendata.services import usage

View = Callable[..., HttpResponse]


def _answering(view: View) -> View:
    """Turn what is wrong into the standard's exceptions: {code, description} with 400, 404 or 503."""

    @require_safe
    @functools.wraps(view)
    def answered(request: HttpRequest, **place: Any) -> HttpResponse:
        try:
            response = view(request, **place)
        except BadParameter as problem:
            return _wrong(400, "InvalidParameterValue", str(problem))
        except NotThere as problem:
            return _wrong(404, "NotFound", str(problem))
        except Refused as problem:
            return _wrong(problem.refusal.status, "InvalidParameterValue", sentence(problem.refusal))
        except engine.OverLimit as problem:
            return _too_much(problem)
        patch_vary_headers(response, ("Accept",))
        response["Access-Control-Allow-Origin"] = "*"  # maps of other sites may draw it: all of it is public
        return response

    return answered


def _wrong(status: int, code: str, words: str) -> HttpResponse:
    return JsonResponse({"code": code, "description": words}, status=status)


def _too_much(problem: engine.OverLimit) -> HttpResponse:
    if problem.kind in ("busy", "cancelled"):
        return _wrong(503, "ServerBusy", "The tables are busy: ask again in a moment.")
    words = f"The question was stopped: more than {problem.limit:g} ({problem.kind}). Ask for a smaller box or a narrower filter."
    return _wrong(400, "TooCostly", words)


def _form(request: HttpRequest, told: Said) -> str:
    """Return json or html: what ``f`` says, else what the client takes first; programs that take anything get JSON."""
    if "f" in told.values:
        if told.text("f") not in FORMS:
            raise BadParameter("f", f"has to be one of: {', '.join(FORMS)}")
        return told.text("f")
    for part in request.headers.get("Accept", "").split(","):
        kind = part.split(";")[0].strip().lower()
        if kind in ("text/html", "application/xhtml+xml"):
            return "html"
        if kind.endswith("json") or kind in ("*/*", "application/*"):
            return "json"
    return "json"


def _told(
    request: HttpRequest, form: str, body: dict[str, Any], kind: str = JSON, *, tag: str = "", title: str = ""
) -> HttpResponse:  # fmt: skip
    """Return a document in its form, with a tag; 304 where the client has it. title: of the page, where the document has none."""
    tag = tag or hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()[:32]
    mark = f'W/"{tag}-{form}-{text_key()}"'
    if mark in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": mark})
    if form == "html":
        response = render(request, "opendata/ogc/document.html", pages.page_of(body, title))
    else:
        response = JsonResponse(body, content_type=kind, json_dumps_params={"ensure_ascii": False})
    response["ETag"] = mark
    response["Cache-Control"] = "no-cache"
    return response


def _collection(slug: str, now: datetime) -> Collection:
    found = queries.collection(slug, now=now) if "\0" not in slug else None
    if found is None:
        raise NotThere(f"There is no collection {slug[:100]}.")
    return found


@_answering
def landing(request: HttpRequest) -> HttpResponse:
    """Answer the landing page."""
    form = _form(request, said(request, ("f",)))
    return _told(request, form, documents.landing(form))


@_answering
def conformance(request: HttpRequest) -> HttpResponse:
    """Answer which standards hold."""
    form = _form(request, said(request, ("f",)))
    return _told(request, form, documents.conformance(form))


@_answering
def description(request: HttpRequest) -> HttpResponse:
    """Answer the OpenAPI description."""
    form = _form(request, said(request, ("f",)))
    return _told(request, form, openapi.description(), OPENAPI)


@_answering
def collections(request: HttpRequest) -> HttpResponse:
    """Answer the collections, a page of them by name."""
    told = said(request, ("f", "after"))
    form, after = _form(request, told), told.text("after")
    found = queries.collections(now=clock.now(), after=after)
    links = documents.both("/collections", urlencode({"after": after}) if after else "", form)
    if found.after:
        links.append(documents.link("next", f"/collections?{urlencode({'after': found.after, 'f': form})}", JSON))
    body = {"links": links, "collections": [documents.collection(one) for one in found.collections]}
    return _told(request, form, body)


@_answering
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a collection."""
    form = _form(request, said(request, ("f",)))
    return _told(request, form, documents.collection(_collection(slug, clock.now()), form))


@_answering
def queryables(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer what filters may name."""
    form = _form(request, said(request, ("f",)))
    return _told(request, form, documents.queryables(_collection(slug, clock.now())), SCHEMA)


@_answering
def items(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer features of a collection."""
    now = clock.now()
    held = _collection(slug, now)
    told = said(request, {*ITEMS, *held.types})
    form = _form(request, told)
    found = queries.items(held, asked_of(told, held.types))
    usage.count(dataset_id=held.table.dataset_id, use=usage.Use.QUERY, now=now)
    words = "|".join((held.table.key, str(held.table.number), repr(sorted(told.values.items()))))
    body = _features(held, told, found, form) | {"timeStamp": now.isoformat(timespec="seconds").replace("+00:00", "Z")}
    tag = hashlib.sha256(words.encode()).hexdigest()[:32]
    return _told(request, form, body, GEOJSON, tag=tag, title=localised(held.titles, text_key()))


def _features(held: Collection, told: Said, found: Items, form: str) -> dict[str, Any]:
    path = f"{documents.path_of(held)}/items"
    asked = {name: value for name, value in told.values.items() if name != "f"}
    links = documents.both(path, urlencode(asked), form, GEOJSON)
    links.append(documents.link("collection", documents.path_of(held), JSON))
    if found.after is not None:
        onward = urlencode(asked | {"after": str(found.after), "f": form})
        links.append(documents.link("next", f"{path}?{onward}", GEOJSON if form == "json" else documents.HTML))
    counted = {} if found.matched is None else {"numberMatched": found.matched}
    return {
        "type": "FeatureCollection", **counted, "numberReturned": len(found.features), "features": found.features, "links": links,
    }  # fmt: skip


@_answering
def item(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Answer one feature."""
    form = _form(request, said(request, ("f",)))
    held = _collection(slug, clock.now())
    is_number = number.isascii() and number.isdigit() and len(number) <= 18
    found = queries.item(held, int(number)) if is_number else None
    if found is None:
        raise NotThere(f"There is no feature {number[:40]} in {slug[:100]}.")
    path = f"{documents.path_of(held)}/items/{int(number)}"
    links = [*documents.both(path, "", form, GEOJSON), documents.link("collection", documents.path_of(held), JSON)]
    return _told(request, form, found | {"links": links}, GEOJSON, title=f"{localised(held.titles, text_key())}, {number}")
