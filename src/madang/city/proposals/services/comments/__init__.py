"""Comments: write, change and delete them, say which help, translate them."""

from madang.city.proposals.services.comments.translating import keep_machine_translation, translate
from madang.city.proposals.services.comments.writing import delete, edit, judge_helpful, reply, write

__all__ = ["delete", "edit", "judge_helpful", "keep_machine_translation", "reply", "translate", "write"]
