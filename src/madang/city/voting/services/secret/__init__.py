"""Secret votes: the registrar gives out tokens, the box takes ballots, the log proves that they are there."""

from madang.city.voting.services.secret.casting import Receipt, cast
from madang.city.voting.services.secret.closing import close_box, discard, publish
from madang.city.voting.services.secret.issuing import issue
from madang.city.voting.services.secret.opening import open_box
from madang.city.voting.services.secret.paper import BatchState, admit, enter_batch
from madang.city.voting.services.secret.sealing import seal, seal_all
from madang.city.voting.services.secret.sentences import SENTENCES, VERBS

__all__ = [
    "SENTENCES", "VERBS", "BatchState", "Receipt", "admit", "cast", "close_box", "discard", "enter_batch", "issue", "open_box",
    "publish", "seal", "seal_all",
]  # fmt: skip
