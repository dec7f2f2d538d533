"""Where a voter's browser and anybody's verifier meet a secret vote: registrar, ballot box, log, public file. All answer JSON.

The registrar knows who asks. The box knows nobody: it takes no session, no cookie and no form token, since a token of the
registrar is all that speaks for a ballot; another site that makes a browser send one can only send a ballot of its own.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.http.problems import problem
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.voting.queries import secret as queries
from madang.city.voting.queries.loading import UNKNOWN, row_of
from madang.city.voting.services.secret.casting import cast
from madang.city.voting.services.secret.issuing import issue
from madang.city.voting.views.door import voter_of
from madang.urban.ballots import verifier

Answer = Callable[..., HttpResponseBase]
LONGEST_RECORD = 100_000
_LEAF, _NUMBER = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9]{1,12}")


def in_json(answer: Answer) -> Answer:
    """Tell a refusal as problem details (RFC 9457): its key, for programs, and its sentence, for people."""

    @wraps(answer)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return answer(request, *args, **kwargs)
        except Refused as refused:
            refusal = refused.refusal
            return problem(request, refusal.status, sentence(refusal), key=refusal.key)

    return never_cache(told)


@require_POST
@in_json
@rate_limited("vote-token", "60/h")
def token(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign one blinded message for who is entitled: ``{"blinded": base64}`` is answered by ``{"signature": base64}``."""
    person = voter_of(request, reference)
    if not person:
        raise Refused(Refusal("people.sign_in_first", status=403))
    signature = issue(reference=reference, person=person, blinded=_blinded(request), now=clock.now())
    return JsonResponse({"signature": base64.b64encode(signature).decode()})


@csrf_exempt
@require_POST
@in_json
def box(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a ballot record, byte for byte, and answer with its hash in the log: ``{"leaf": hex}``."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_RECORD:
        raise Refused(Refusal("voting.choice_malformed", status=422))
    receipt = cast(reference=reference, record=request.body, now=clock.now())
    return JsonResponse({"leaf": receipt.leaf.hex()})


@require_safe
@in_json
def terms(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what everybody may know of a secret vote: its terms, the registrar's key, the log's key."""
    found = queries.opened(reference)
    named = ("terms", "token_key", "origin", "log_key", "entitled", "issued", "is_open")
    return JsonResponse({name: getattr(found, name) for name in named})


@require_safe
@in_json
def checkpoint(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out the newest signed checkpoint of the log (C2SP signed note)."""
    return HttpResponse(queries.checkpoint(reference), content_type="text/plain; charset=utf-8")


@require_safe
@in_json
def inclusion(request: HttpRequest, reference: str) -> HttpResponse:
    """Prove that the record with the hash ``leaf`` stands in the log; 404 while it waits, and for what nobody cast."""
    leaf = request.GET.get("leaf", "")
    found = queries.inclusion(reference, bytes.fromhex(leaf)) if _LEAF.fullmatch(leaf) else None
    if found is None:
        raise Refused(UNKNOWN)
    hashes = [one.hex() for one in found.hashes]
    return JsonResponse({"index": found.index, "size": found.size, "hashes": hashes, "checkpoint": found.checkpoint})


@require_safe
@in_json
def consistency(request: HttpRequest, reference: str) -> HttpResponse:
    """Prove that the log of ``first`` leaves is the beginning of the present one."""
    first = request.GET.get("first", "")
    found = queries.consistency(reference, int(first) if _NUMBER.fullmatch(first) else 0)
    return JsonResponse({"hashes": [one.hex() for one in found.hashes], "checkpoint": found.checkpoint})


@require_safe
@in_json
def public_file(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Hand out the public file of a closed secret vote, which the verifier counts again."""
    row = row_of(reference)
    queries.kept(row)
    try:
        file = queries.file_place(row.reference).open("rb")
    except FileNotFoundError:
        raise Refused(Refusal("voting.result_later", status=403)) from None
    return FileResponse(file, as_attachment=True, filename=f"ballots-{row.reference}.json", content_type="application/json")


@require_safe
def verifier_program(request: HttpRequest) -> FileResponse:
    """Hand out the verifier: one file of plain Python that needs nothing else."""
    file = open(verifier.__file__, "rb")  # noqa: SIM115 - the response closes it
    return FileResponse(file, as_attachment=True, filename="verifier.py", content_type="text/x-python; charset=utf-8")


def _blinded(request: HttpRequest) -> bytes:
    """Return the blinded message of a request. Raises Refused for what is none."""
    try:
        return base64.b64decode(json.loads(request.body)["blinded"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as fault:
        raise Refused(Refusal("voting.blinded_malformed", status=422)) from fault
