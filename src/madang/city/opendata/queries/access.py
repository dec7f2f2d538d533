"""Who answers for a publisher's data, as rules.access asks for it."""

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
