"""Fill in an application: begin, save step by step, throw away and take back, send. Keyword-only, the time passed in."""

from madang.city.portal.services.drafts.beginning import Beginning, begin, move_to_present_version
from madang.city.portal.services.drafts.leaving import DraftsHeld, delete, expire, undo
from madang.city.portal.services.drafts.saving import Saved, Sent, save_step
from madang.city.portal.services.drafts.sending import send

__all__ = [
    "Beginning", "DraftsHeld", "Saved", "Sent", "begin", "delete", "expire", "move_to_present_version", "save_step", "send",
    "undo",
]  # fmt: skip
