"""Bring data by program: a file or a link becomes a version, read by a job, that its publisher looks at and publishes."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status
from ninja.errors import ValidationError

from madang.city.kernel import clock
from madang.city.kernel.http.api import NO_NUL, PROBLEMS, Token, takes_files
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text.languages import city_key
from madang.city.opendata.api.tabular.catalogue import router as datasets
from madang.city.opendata.api.versions.shapes import VersionOut, version_out
from madang.city.opendata.queries import catalogue, versions
from madang.city.opendata.queries.access import department_of, responsible_for
from madang.city.opendata.rules import access
from madang.city.opendata.services import publishers, publishing, uploading
from madang.city.opendata.services.catalogue import DatasetFacts, save_dataset
from madang.city.people.queries import viewer_for_token
from madang.city.people.rules import Viewer
from madang.urban.formats.tabular import Wanted

WRITE = Token("opendata:write", viewer_for_token, writes="600/m")
MOST_DECIDED = 200_000
HEAD_BYTES = 100_000
takes_files("/api/v1/datasets")

router = Router(tags=["open data"], auth=WRITE)
Column = Annotated[str, Field(max_length=300, pattern=NO_NUL)]
_TEXT = {"type": "string"}
_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "file": {
        "type": "string",
        "format": "binary",
        "description": "CSV, TSV, Excel, JSON, GeoJSON, Parquet, or one of them as .zip or .gz",
    },
    "url": {**_TEXT, "description": "Instead of a file: its address on the web; a job fetches it"},
    "dataset": {**_TEXT, "description": "The data set that it is a version of; a new one is made under this name"},
    "title": {**_TEXT, "description": "Of a new data set; as text, or as JSON by language: {en, ko, zh}"},
    "text": {**_TEXT, "description": "What a new data set is; as text, or as JSON by language"},
    "department": {
        **_TEXT,
        "description": "Code of the department that publishes a new data set; else the token owner's",
    },
    "licence": {**_TEXT, "description": "Of a new data set, for example cc-by-4.0"},
    "note": {**_TEXT, "description": "What is new in this version; as text, or as JSON by language"},
    "decided": {**_TEXT, "description": "JSON: {types: {column: type}, keys: [column], names: {column in the file: name}}"},
    "publish": {"type": "boolean", "description": "Publish as soon as it is read, unless the gate asks for a decision"},
}
_BODY = {
    "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": _FIELDS}}}, "required": True}
}


class Decided(Schema):
    """What the publisher decides of a file: types by column, the columns that tell rows apart, names of columns."""

    types: dict[Column, Annotated[str, Field(max_length=20, pattern=NO_NUL)]] = {}
    keys: list[Column] = []
    names: dict[Column, Annotated[str, Field(max_length=120, pattern=NO_NUL)]] = {}

    def wanted(self) -> Wanted:
        """Return it as urban.formats takes it."""
        return Wanted(dict(self.types), tuple(self.keys), dict(self.names))


@datasets.post(
    "/datasets", response={202: VersionOut, **PROBLEMS}, auth=WRITE, summary="Bring a file of data", operation_id="bringData",
    openapi_extra=_BODY,
)  # fmt: skip
def bring(request: HttpRequest) -> "Status[VersionOut]":
    """Keep a file, or a link to one, as the next version of a data set, and have it read by a job.

    Asks for a token with the scope ``opendata:write`` of somebody who may publish for the department. The body is
    ``multipart/form-data``; a file that does not fit into the operator's quota is refused before it is read. The answer tells
    where to ask how far the reading is: ``GET /api/v1/versions/{id}``.
    """
    _look_at_length(request)
    viewer = _viewer(request)
    told = _told(request)
    slug = _dataset(told, viewer)
    file = request.FILES.get("file")
    version_id = uploading.receive(
        slug=slug,
        file=_chunks(file) if isinstance(file, UploadedFile) else None,
        url=str(told.get("url", "")).strip(),
        file_name=(file.name or "") if isinstance(file, UploadedFile) else "",
        wanted=_decided(str(told.get("decided", ""))),
        note=_texts(told, "note"),
        publish_as=viewer.actor if told.get("publish", "") in ("true", "1", "on") else None,
        by=viewer.actor,
        now=clock.now(),
    )
    return Status(202, version_out(versions.prepared(version_id)))


@router.get(
    "/versions/{version_id}", response={200: VersionOut, **PROBLEMS}, summary="Read how far a file is", operation_id="readVersion"
)
def read(request: HttpRequest, version_id: UUID) -> VersionOut:
    """Return a version in any state: how far its reading is, its columns with the row that decided each type, what is wrong."""
    return version_out(_own(request, version_id))


@router.post(
    "/versions/{version_id}/decide", response={202: VersionOut, **PROBLEMS}, summary="Read a file with other types",
    operation_id="decideTypes",
)  # fmt: skip
def decide(request: HttpRequest, version_id: UUID, decided: Decided) -> "Status[VersionOut]":
    """Have a file that is not public yet read again with types, keys and names of the publisher's own."""
    _own(request, version_id)
    uploading.read_again(version_id=version_id, wanted=decided.wanted(), by=_viewer(request).actor, now=clock.now())
    return Status(202, version_out(versions.prepared(version_id)))


@router.post(
    "/versions/{version_id}/publish", response={200: VersionOut, **PROBLEMS}, summary="Publish a version",
    operation_id="publishVersion",
)  # fmt: skip
def publish(request: HttpRequest, version_id: UUID) -> VersionOut:
    """Make a version public whose file has been read and whose findings are decided; asking twice publishes once."""
    _own(request, version_id)
    publishing.publish(version_id=version_id, by=_viewer(request).actor, now=clock.now())
    return version_out(versions.prepared(version_id))


@router.delete(
    "/versions/{version_id}", response={204: None, **PROBLEMS}, summary="Throw a version away", operation_id="discardVersion"
)
def discard(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Throw away a version that is not public; a reading that is under way stops."""
    _own(request, version_id)
    uploading.discard(version_id=version_id, by=_viewer(request).actor, now=clock.now())
    return HttpResponse(status=204)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.auth  # type: ignore[attr-defined]
    return viewer


def _own(request: HttpRequest, version_id: UUID) -> versions.VersionView:
    """Return a version that the token's owner may prepare. Raises Refused (403, 404)."""
    found = versions.prepared(version_id)
    if reason := access.why_not_publish(_viewer(request), responsible_for(found.department_code)):
        raise Refused(reason)
    return found


def _look_at_length(request: HttpRequest) -> None:
    """Refuse a body that cannot fit before any of it is read: even packed to nothing, a file needs room to be read."""
    length, room = int(request.headers.get("Content-Length") or 0), uploading.room_left()
    if length > HEAD_BYTES and length > room:
        raise Refused(
            Refusal("opendata.no_room", {"quota": settings.DATA_QUOTA_GB, "room": max(room, 0) // 1_000_000}, status=413)
        )


def _told(request: HttpRequest) -> Mapping[str, Any]:
    """Return the texts of the body. Raises ValidationError (422) naming those with a NUL, as such or as JSON's escape."""
    broken = [name for name in _FIELDS if any(nul in request.POST.get(name, "") for nul in ("\0", r"\u0000"))]
    if broken:
        raise ValidationError([{"loc": ("form", name), "msg": "Remove the character NUL."} for name in broken])
    return request.POST


def _dataset(told: Mapping[str, Any], viewer: Viewer) -> str:
    """Return the slug of the data set that is meant, made if it is new. Raises Refused where the viewer may not."""
    asked = str(told.get("dataset", "")).strip()
    known = department_of(catalogue.slug_of(asked) or asked) if asked else None
    department = (
        known if known is not None else str(told.get("department", "")) or (viewer.staff.department_code if viewer.staff else "")
    )
    if reason := access.why_not_publish(viewer, responsible_for(department)):
        raise Refused(reason)
    if known is not None:
        return catalogue.slug_of(asked) or asked
    licence: dict[str, Any] = {"licence": str(told["licence"])} if told.get("licence") else {}
    facts = DatasetFacts(
        titles=_texts(told, "title"),
        texts=_texts(told, "text"),
        publisher=publishers.for_department(code=department, now=clock.now()),
        **licence,
    )
    return save_dataset(slug=asked or None, facts=facts, by=viewer.actor, now=clock.now())


def _texts(told: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return a text by language; one that is no JSON is in the city's language."""
    text = str(told.get(name, "")).strip()
    if text.startswith("{"):
        try:
            held = json.loads(text)
        except (ValueError, RecursionError):
            held = None
        if isinstance(held, dict) and all(isinstance(one, str) for one in held.values()):
            return {lang: one for lang, one in held.items() if lang in ("en", "ko", "zh")}
    return {city_key(): text} if text else {}


def _decided(text: str) -> Wanted:
    if not text:
        return Wanted()
    try:
        if len(text) > MOST_DECIDED:
            raise ValueError(text[:20])
        return Decided.model_validate_json(text).wanted()
    except ValueError as problem:
        raise Refused(Refusal("opendata.bad_decided", status=422)) from problem


def _chunks(file: "UploadedFile[Any]") -> Iterator[bytes]:
    yield from file.chunks()
