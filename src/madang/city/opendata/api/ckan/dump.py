"""/datastore/dump/ID: a whole table, streamed."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.opendata.api.ckan.formats import STREAMS
from madang.city.opendata.api.ckan.frame import fault_of
from madang.city.opendata.api.ckan.registry import Asked
from madang.city.opendata.api.ckan.rows import table_of
from madang.city.opendata.queries.ckan import rows as queries
from madang.city.opendata.rules import ckan
from madang.city.opendata.services import usage

NO_LIMIT = 10**18


@csrf_exempt
@require_safe
def dump(request: HttpRequest, resource_id: str) -> HttpResponse | StreamingHttpResponse:
    """Stream a table as ``format`` csv, tsv, json or xml; ``fields``, ``limit``, ``offset`` and ``bom`` as CKAN takes them."""
    try:
        return _dumped(request, resource_id)
    except ckan.CkanFault as fault:
        found = fault_of(fault)
        return JsonResponse({"success": False, "error": found.error}, status=found.status)


def _dumped(request: HttpRequest, resource_id: str) -> HttpResponse | StreamingHttpResponse:
    values = {name: request.GET[name] for name in request.GET}
    form = ckan.text(values, "format", "csv").lower()
    if form not in STREAMS:
        raise ckan.bad_value(format=f"Must be one of: {', '.join(STREAMS)}")
    now = clock.now()
    table = table_of(Asked(values, now), resource_id)
    names = queries.columns_asked(table, ckan.texts(values, "fields"))
    limit = ckan.whole(values, "limit", NO_LIMIT, most=NO_LIMIT)
    offset = ckan.whole(values, "offset", 0, most=NO_LIMIT)
    tag = f'W/"{table.key[:32]}-{table.number}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": tag})
    usage.count(dataset_id=table.dataset_id, use=usage.Use.DOWNLOAD, now=now)
    stream, media_type = STREAMS[form]
    read = queries.texts if form in ("csv", "tsv") else queries.pieces
    pieces = read(table, names, limit=limit, offset=offset)
    lines = stream(queries.fields_of(table, names), pieces, bom=ckan.flag(values, "bom"))
    response = StreamingHttpResponse(lines, content_type=media_type)
    response["ETag"] = tag
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Disposition"] = content_disposition_header(True, f"{resource_id}.{form}") or ""
    return response
