"""Decisions are numbered without gaps, each with a line in the index, and the root pages' links lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_decisions_stand_in_one_sequence_and_in_the_index():
    names = sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert re.findall(r"\]\((\d{4}-[a-z-]+\.md)\)", (DECISIONS / "README.md").read_text()) == names
    for name in names:
        assert (DECISIONS / name).read_text().startswith(f"# {int(name[:4])}. ")


def lost_links(page: Path) -> list[str]:
    """Return the links of a page that lead to no file."""
    return [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    assert lost_links(page) == []


def test_a_lost_link_is_noticed(tmp_path):
    (tmp_path / "page.md").write_text("[here](page.md) [there](gone.md) [away](https://example.org/)")
    assert lost_links(tmp_path / "page.md") == ["gone.md"]
