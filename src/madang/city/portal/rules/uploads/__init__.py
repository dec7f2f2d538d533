"""Which files the city takes from residents: by content, name, size and what lies inside. Pure."""

from madang.city.portal.rules.uploads.archives import MOST_INSIDE_BYTES, MOST_PARTS, MOST_RATIO, Archive, Part, why_not_archive
from madang.city.portal.rules.uploads.content import KINDS, Look, is_hidden_archive, kind_of, mime_of
from madang.city.portal.rules.uploads.deciding import MB, Limits, Taken, judge, why_not_one_more
from madang.city.portal.rules.uploads.names import extension_of, tidy_file_name, why_not_file_name

__all__ = [
    "KINDS", "MB", "MOST_INSIDE_BYTES", "MOST_PARTS", "MOST_RATIO", "Archive", "Limits", "Look", "Part", "Taken", "extension_of",
    "is_hidden_archive", "judge", "kind_of", "mime_of", "tidy_file_name", "why_not_archive", "why_not_file_name",
    "why_not_one_more",
]  # fmt: skip
