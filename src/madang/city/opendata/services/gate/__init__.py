"""The disclosure gate: what is found in a version before it may be public, what is decided, and what that does."""

from madang.city.opendata.services.gate.deciding import decide, settle, why_not_publish
from madang.city.opendata.services.gate.looking import inspect
from madang.city.opendata.services.gate.previewing import Preview, preview
from madang.city.opendata.services.gate.sentences import SENTENCES, VERBS

__all__ = ["SENTENCES", "VERBS", "Preview", "decide", "inspect", "preview", "settle", "why_not_publish"]
