"""Somebody stands before a desk: found by name, address, the code of a letter or a number, and named to the next page alone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from madang.city.kernel import clock
from madang.city.kernel.http.limits import address_of
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.voting.forms.serving import find_form
from madang.city.voting.queries.entitlement import resident
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.electorate import Roll
from madang.city.voting.services import numbers
from madang.city.voting.services.entering import enter

SALT = "voting.desk"
MOST_SECONDS = 15 * 60
SHOWN_DIGITS = 3
Found = list[tuple[str, str]]


def found_or_served(
    request: HttpRequest, vote: VoteView, form: forms.Form, serve: Callable[[str], dict[str, Any]], *, by: Viewer
) -> dict[str, Any]:
    """Serve whom the page before named, or find who is meant by what was typed; return what the page is to show of it.

    What is refused is shown there too, but for too many tries, which are raised. A number that was typed is not shown again.
    """
    again = {"form": find_form(Roll.NUMBERS, None)} if vote.electorate.roll is Roll.NUMBERS else {}
    try:
        if "person" in request.POST:
            return serve(_person_sent(request, vote))
        if form.is_bound and form.is_valid():
            return {"found": _found_people(request, vote, form.cleaned_data["words"], by=by), **again}
    except Refused as problem:
        if problem.refusal.status == 429:
            raise
        return {"problem": sentence(problem.refusal), **again}
    return {}


def _found_people(request: HttpRequest, vote: VoteView, words: str, *, by: Viewer) -> Found:
    """Return who is meant: (what names them to the next page, what they are called). Reading names is noted, as everywhere."""
    roll = vote.electorate.roll
    if roll is Roll.NUMBERS:
        person = numbers.find(reference=vote.reference, number=words, by=by, now=clock.now())
        digits = "".join(one for one in words if one.isdecimal())[-SHOWN_DIGITS:]
        return [(_signed(vote, person), _("The number that ends in %(digits)s") % {"digits": digits})]
    if roll is not None and roll.is_bearer:
        person = enter(reference=vote.reference, code=words, source=address_of(request))
        return [(_signed(vote, person), words)]
    rows = people.find_residents(words, viewer=by.actor, purpose=f"vote:{vote.reference}")
    return [(_signed(vote, resident(one.resident_id)), _called(one.name, str(one.birth_date or ""))) for one in rows]


def _person_sent(request: HttpRequest, vote: VoteView) -> str:
    """Return whom the page before named. Raises Refused (404) for anything else, and a quarter of an hour later."""
    try:
        reference, person = signing.loads(request.POST.get("person", ""), salt=SALT, max_age=MOST_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        raise Refused(Refusal("voting.person_again", status=404)) from None
    if reference != vote.reference:
        raise Refused(Refusal("voting.person_again", status=404))
    return str(person)


def _signed(vote: VoteView, person: str) -> str:
    return signing.dumps([vote.reference, person], salt=SALT)


def _called(name: str, born: str) -> str:
    return f"{name}, {born}" if born else name
