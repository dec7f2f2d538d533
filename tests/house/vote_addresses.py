"""Every address of votes, with who may come in."""

from tests.house.kinds import FLOW, PUBLIC

VOTE = "votes/<str:reference>"

VOTE_ADDRESSES = {
    "votes": (PUBLIC, "/votes"),
    VOTE: (PUBLIC, "/votes/{vote}"),
    f"{VOTE}/pictures/<int:number>.jpg": (PUBLIC, "/votes/{vote}/pictures/1.jpg"),
    f"{VOTE}/code": (PUBLIC, "/votes/{vote}/code"),
    f"{VOTE}/ballot": (FLOW, "/votes/{vote}/ballot"),  # who may vote decides: tests of votes
    f"{VOTE}/thanks": (FLOW, "/votes/{vote}/thanks"),
    f"{VOTE}/result": (PUBLIC, "/votes/{counted_vote}/result"),
    f"{VOTE}/certificate.json": (PUBLIC, "/votes/{counted_vote}/certificate.json"),
    f"{VOTE}/choices.json": (PUBLIC, "/votes/{counted_vote}/choices.json"),
}
