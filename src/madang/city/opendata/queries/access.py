"""Who answers for a publisher's data, as rules.access asks for it."""

from madang.city.opendata.models import Dataset
from madang.city.people import queries as people


def responsible_for(department_code: str) -> frozenset[str]:
    """Return a department and every one above it, by code; empty for an office outside the city ("")."""
    parents = people.parents() if department_code else {}
    found: set[str] = set()
    code: str | None = department_code
    while code and code in parents and code not in found:
        found.add(code)
        code = parents[code]
    return frozenset(found)


def department_of(slug: str) -> str | None:
    """Return the code of the department that answers for a data set, "" for an office outside; None: no such data set."""
    found = Dataset.objects.filter(slug=slug).values_list("publisher__department__code").first()
    return None if found is None else found[0] or ""
