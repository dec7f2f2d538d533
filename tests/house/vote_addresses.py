"""Every address of votes, with who may come in."""

from tests.house.kinds import CHIEF, FLOW, OWN, PREPARES, PUBLIC, PUBLISHER, SIGNED_IN, STAFF

VOTE = "votes/<str:reference>"
DESK, DRAFTED, OPENED = "staff/votes/<str:reference>", "/staff/votes/{official_draft}", "/staff/votes/{official_vote}"
COMMENT, A_COMMENT = f"{VOTE}/comments/<uuid:public_id>", "/votes/{vote}/comments/{vote_comment}"
PARTS = "question|counting|list|people|where|when|pictures|translations"

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
    f"{VOTE}/number": (FLOW, "/votes/{vote}/number"),  # of votes with a list of numbers
    f"{VOTE}/tablets/<uuid:kiosk>": (SIGNED_IN, "/votes/{official_vote}/tablets/{kiosk}"),
    "votes/tablet": (FLOW, "/votes/tablet"),
    "votes/tablet/<str:secret>": (FLOW, "/votes/tablet/nothing"),  # a tablet of the city: tests of votes
    # What residents say about it; reports and moderation stand with the ideas
    f"{VOTE}/comments": (PUBLIC, "/votes/{vote}/comments"),
    f"{VOTE}/comments/new": (SIGNED_IN, "/votes/{vote}/comments/new"),
    COMMENT: (PUBLIC, A_COMMENT),
    **{f"{COMMENT}/{name}": (SIGNED_IN, f"{A_COMMENT}/{name}") for name in ("reply", "translate", "helps")},
    **{f"{COMMENT}/{name}": (FLOW, f"{A_COMMENT}/{name}") for name in ("edit", "delete")},  # its author: tests of comments
    # Staff
    "staff/votes": (STAFF, "/staff/votes"),
    "staff/votes/new": (CHIEF, "/staff/votes/new"),
    DESK: (PUBLISHER, DRAFTED),
    rf"^staff/votes/(?P<reference>[^/]+)/edit/(?P<part>{PARTS})$": (CHIEF, f"{DRAFTED}/edit/when"),
    f"{DESK}/cancel": (CHIEF, f"{DRAFTED}/cancel"),
    f"{DESK}/list": (CHIEF, f"{DRAFTED}/list"),
    f"{DESK}/letters": (CHIEF, f"{DRAFTED}/letters"),
    f"{DESK}/letters/progress": (CHIEF, f"{DRAFTED}/letters/progress"),
    f"{DESK}/letters/take": (CHIEF, f"{DRAFTED}/letters/take"),
    f"{DESK}/answer": (CHIEF, f"{OPENED}/answer"),
    f"{DESK}/tablets": (PREPARES, f"{OPENED}/tablets"),
    f"{DESK}/tablets/<uuid:kiosk>/end": (PREPARES, f"{OPENED}/tablets/{{kiosk}}/end"),
    f"{DESK}/tablets/<uuid:kiosk>/hand-over": (PREPARES, f"{OPENED}/tablets/{{kiosk}}/hand-over"),
    f"{DESK}/paper": (PREPARES, f"{OPENED}/paper"),
    f"{DESK}/paper/admit": (PREPARES, f"{OPENED}/paper/admit"),
    f"{DESK}/paper/batch": (PREPARES, f"{OPENED}/paper/batch"),
}

# What answers a POST without a form token, and why that is no hole.
VOTES_NO_FORM_TOKEN = {f"{VOTE}/box": "a token of the registrar is all that speaks for a ballot; the box knows no session"}
