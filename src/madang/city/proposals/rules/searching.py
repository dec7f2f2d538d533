"""What word search keeps of a proposal, and what it asks for. Pieces of words are those of the Open Data Plaza.

A piece of the title stands twice, the second time marked, so that titles are found by themselves. Nothing is ranked by
how often a word occurs, so no places are kept: the shorter the vectors, the fewer pages a frequent word touches.
"""

from madang.city.opendata.rules.searching import LONGEST_TEXT, MOST_PIECES, TITLE_MARK, asked, pieces

__all__ = ["asked", "kept"]


def kept(title: str, text: str) -> list[str]:
    """Return the pieces of a proposal by which it is found, at most 4,000; ``text`` is plain words, no Markdown."""
    of_title = dict.fromkeys(pieces(title))
    found = of_title | {TITLE_MARK + piece: None for piece in of_title} | dict.fromkeys(pieces(text[:LONGEST_TEXT]))
    return list(found)[:MOST_PIECES]
