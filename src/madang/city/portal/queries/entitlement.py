"""The services that have conditions, held by each process until the catalogue changes."""

from dataclasses import dataclass

from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.queries.catalogue import ServiceLine, catalogue_number, services_with_rules


@dataclass(frozen=True, slots=True)
class Conditioned:
    """The live services with conditions, and their definitions, in the same order."""

    number: int
    lines: tuple[ServiceLine, ...]
    definitions: tuple[ServiceDefinition, ...]

    def only(self, slug: str) -> "Conditioned":
        """Return the check of one service alone; everything if it has no conditions."""
        places = [place for place, line in enumerate(self.lines) if line.slug == slug]
        if not places:
            return self
        return Conditioned(self.number, (self.lines[places[0]],), (self.definitions[places[0]],))


_held: Conditioned | None = None


def conditioned() -> Conditioned:
    """Return the services with conditions. One query, unless the catalogue has changed."""
    global _held  # noqa: PLW0603 - one copy for the process; a race reads twice and harms nothing
    number = catalogue_number()
    held = _held
    if held is None or held.number != number or not number:
        pairs = services_with_rules()
        held = _held = Conditioned(number, tuple(line for line, _ in pairs), tuple(definition for _, definition in pairs))
    return held
