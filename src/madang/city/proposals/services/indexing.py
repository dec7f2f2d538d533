"""Keep the words of a proposal for search."""

from django.db import connection

from madang.city.proposals.models import Version
from madang.city.proposals.rules import searching, text

_KEEP = """
INSERT INTO proposals_words (proposal_id, words) VALUES (%s, array_to_tsvector(%s::text[]))
ON CONFLICT (proposal_id) DO UPDATE SET words = excluded.words
"""


def index(version: Version) -> None:
    """Let search find a proposal by the words of a version, and by those of no other."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [version.proposal_id, searching.kept(version.title, text.plain(version.text))])
