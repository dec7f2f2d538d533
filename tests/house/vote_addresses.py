"""Every address of votes, with who may come in."""

from tests.house.kinds import FLOW, OWN, PUBLIC, SIGNED_IN

VOTE = "votes/<str:reference>"

VOTE_ADDRESSES = {
    "votes": (PUBLIC, "/votes"),
    "votes/new": (SIGNED_IN, "/votes/new"),
    "votes/mine": (SIGNED_IN, "/votes/mine"),
    VOTE: (PUBLIC, "/votes/{vote}"),
    f"{VOTE}/pictures/<int:number>.jpg": (PUBLIC, "/votes/{vote}/pictures/1.jpg"),
    f"{VOTE}/code": (PUBLIC, "/votes/{vote}/code"),
    f"{VOTE}/ballot": (FLOW, "/votes/{vote}/ballot"),  # who may vote decides: tests of votes
    f"{VOTE}/thanks": (FLOW, "/votes/{vote}/thanks"),
    f"{VOTE}/result": (PUBLIC, "/votes/{counted_vote}/result"),
    f"{VOTE}/certificate.json": (PUBLIC, "/votes/{counted_vote}/certificate.json"),
    f"{VOTE}/choices.json": (PUBLIC, "/votes/{counted_vote}/choices.json"),
    "votes/verifier.py": (PUBLIC, "/votes/verifier.py"),
    f"{VOTE}/token": (FLOW, "/votes/{vote}/token"),  # JSON, for programs: tests of votes
    f"{VOTE}/box": (FLOW, "/votes/{vote}/box"),
    f"{VOTE}/ballots.json": (FLOW, "/votes/{vote}/ballots.json"),  # of a secret vote, once it is counted
    f"{VOTE}/log/terms": (FLOW, "/votes/{vote}/log/terms"),
    f"{VOTE}/log/checkpoint": (FLOW, "/votes/{vote}/log/checkpoint"),
    f"{VOTE}/log/consistency": (FLOW, "/votes/{vote}/log/consistency?first=1"),
    f"{VOTE}/log/inclusion": (FLOW, f"/votes/{{vote}}/log/inclusion?leaf={'0' * 64}"),
    f"{VOTE}/manage": (OWN, "/votes/{draft_vote}/manage"),
    f"{VOTE}/cancel": (OWN, "/votes/{draft_vote}/cancel"),
    r"^votes/(?P<reference>[^/]+)/edit/(?P<part>question|counting|who|when|pictures)$": (OWN, "/votes/{draft_vote}/edit/who"),
}

# What answers a POST without a form token, and why that is no hole.
VOTES_NO_FORM_TOKEN = {f"{VOTE}/box": "a token of the registrar is all that speaks for a ballot; the box knows no session"}
