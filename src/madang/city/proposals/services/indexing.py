"""Keep the words of a proposal for search."""

from django.db import connection

from madang.city.opendata.rules.searching import Searched, vector
from madang.city.proposals.models import Version
from madang.city.proposals.rules import text

_KEEP = """
INSERT INTO proposals_words (proposal_id, words) VALUES (%s, %s::tsvector)
ON CONFLICT (proposal_id) DO UPDATE SET words = excluded.words
"""


def index(version: Version) -> None:
    """Let search find a proposal by the words of a version, and by those of no other."""
    searched = Searched(titles=[version.title], texts=[text.plain(version.text)])
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [version.proposal_id, vector(searched)])
