"""The language of service files: read, check and compile them to frozen definitions. No Django, no database.

See docs/reference/service-file.md for the language itself.
"""

from .changes import Change, diff
from .findings import Finding, InvalidService, Level, Report, report_json, report_lines
from .folder import check_folder, compile_text
from .model import ServiceDefinition
from .stored import checksum_of, from_json, to_json

__all__ = [
    "Change", "Finding", "InvalidService", "Level", "Report", "ServiceDefinition", "check_folder", "checksum_of", "compile_text",
    "diff", "from_json", "report_json", "report_lines", "to_json",
]  # fmt: skip
