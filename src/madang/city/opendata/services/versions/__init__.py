"""What happens to versions once they are there: compared, kept small, told of, swept away."""

from madang.city.opendata.services.versions.comparing import compare, compare_later, note_change
from madang.city.opendata.services.versions.keeping import age, settle, sweep
from madang.city.opendata.services.versions.sentences import NOTICE_KINDS, SENTENCES, VERBS
from madang.city.opendata.services.versions.telling import tell_followers

__all__ = [
    "NOTICE_KINDS",
    "SENTENCES",
    "VERBS",
    "age",
    "compare",
    "compare_later",
    "note_change",
    "settle",
    "sweep",
    "tell_followers",
]
