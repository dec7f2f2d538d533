"""What the pages share on which residents and staff write a vote: the draft as it was written, its areas, what is refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from madang.city.kernel.refusals import Refused, sentence
from madang.city.voting.queries.areas import tree
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.asking import Asked


def asked_of(vote: VoteView) -> Asked:
    """Return a draft as its asker wrote it."""
    names = ("mode", "language", "question", "description", "kind", "rule", "seats", "minimum", "maximum", "most_points", "ties")
    more = ("shuffled", "discussed", "without_script", "shown", "opens_at", "closes_at", "quorum_people", "quorum_percent")
    kept = {name: getattr(vote, name) for name in (*names, *more, "electorate", "answer_days")}
    return Asked(**kept, options=tuple(one.text for one in vote.options), department=vote.department_code)


def large_areas() -> list[tuple[str, str]]:
    """Return the areas that lie in the whole city and hold others, by name: the ones that people know they live in."""
    known = tree()
    holding = set(known.parents.values())
    tops = {one for one, parent in known.parents.items() if parent is None}
    found = [one for one, parent in known.parents.items() if parent in tops and (one in holding or tops == {parent})]
    return sorted(((str(one), known.name(one)) for one in found), key=lambda pair: pair[1])


def tried(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Do it; what is refused for its shape stands on the form, so that nothing typed is lost."""
    try:
        return act()
    except Refused as problem:
        if problem.refusal.status not in (409, 422):
            raise
        form.add_error(None, sentence(problem.refusal))
        return None


def revision_sent(request: HttpRequest) -> int:
    """Return the revision that the writer saw; 0 where none was sent."""
    told = request.POST.get("revision", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else 0
