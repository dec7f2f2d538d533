"""Cases among what the city holds about a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.portal.definitions.model import Pii
from madang.city.portal.models import Case
from madang.city.portal.queries.cases import own
from madang.city.portal.queries.cases.loading import definition_of
from madang.city.portal.rules import cases as rules


class CasesHeld:
    """The part of the cases: shown whole; kept as the law says, without sensitive answers once the person is forgotten."""

    name = "cases"

    def collect(self, resident_id: int) -> list[Any] | Mapping[str, Any]:
        """Return every case with answers, messages and letters."""
        return own.everything(resident_id)

    def objection(self, resident_id: int) -> Refusal | None:
        """Refuse while the city still works on a case."""
        return Refusal("portal.open_case") if own.has_open_case(resident_id) else None

    def forget(self, resident_id: int, now: datetime) -> None:
        """Take the sensitive answers out of closed cases now; the rest goes when the time for which cases are kept is over."""
        for row in Case.objects.select_for_update().filter(applicant_id=resident_id):
            row.answers = rules.kept_answers(definition_of(row.version_id), row.answers, frozenset({Pii.SENSITIVE}))
            row.save(update_fields=["answers"])
