"""Other systems are entered only by their front doors."""

import grimp
import pytest

# ``definitions`` is pure like rules: the language in which the city's services are written (decision 0007).
FRONT_DOORS = {"services", "queries", "rules", "signals", "definitions"}
COMMON_GROUND = {"kernel", "look"}
ROOT = {"urls", "settings", "wsgi", "cli"}


def system_and_room(module: str) -> tuple[str, str]:
    """Split ``madang.city.portal.services.apply`` into ``("portal", "services")``."""
    _, _, system, room, *_ = [*module.split("."), "", ""]
    return system, room


def side_doors(graph: grimp.ImportGraph) -> list[str]:
    """List every import that enters a system by a room outsiders may not use; tests may look into any room."""
    found = []
    for importer in sorted(m for m in graph.modules if m.startswith("madang.city.")):
        here, my_room = system_and_room(importer)
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            there, room = system_and_room(imported)
            outside = imported.startswith("madang.city.") and there not in {here, *COMMON_GROUND}
            allowed = here in ROOT or room in FRONT_DOORS or my_room == "tests"
            if outside and not allowed:
                found.append(f"{importer} -> {imported}")
    return found


def test_systems_are_entered_by_their_front_doors():
    assert side_doors(grimp.build_graph("madang", cache_dir=None)) == []


@pytest.mark.parametrize(
    ("importer", "imported", "caught"),
    [
        ("madang.city.portal.services.apply", "madang.city.people.models", True),
        ("madang.city.portal.views.cases", "madang.city.notices.views", True),
        ("madang.city.demo.story.residents", "madang.city.people.models", True),
        ("madang.city.demo.story.residents", "madang.city.people.services", False),
        ("madang.city.portal.services.apply", "madang.city.people.queries", False),
        ("madang.city.portal.services.apply", "madang.city.kernel.jobs", False),
        ("madang.city.portal.tests.test_pages", "madang.city.people.tests.builders", False),
    ],
)
def test_a_side_door_is_noticed(importer, imported, caught):
    graph = grimp.ImportGraph()
    graph.add_import(importer=importer, imported=imported)
    assert bool(side_doors(graph)) is caught
