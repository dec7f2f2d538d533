"""Every address of residents' ideas, with who may come in."""

from tests.house.kinds import FLOW, OWN, PUBLIC, SIGNED_IN, STAFF

IDEA = "ideas/<str:reference>"
DRAFT = "my/ideas/<str:reference>"
OWN_DRAFT = "/my/ideas/{idea_draft}"

IDEA_ADDRESSES = {
    "ideas": (PUBLIC, "/ideas"),
    "ideas/feed": (PUBLIC, "/ideas/feed"),
    "ideas/new": (SIGNED_IN, "/ideas/new"),
    "ideas/invitations/<uuid:public_id>": (SIGNED_IN, "/ideas/invitations/{idea_invitation}"),
    "my/ideas": (SIGNED_IN, "/my/ideas"),
    DRAFT: (OWN, OWN_DRAFT),
    **{f"{DRAFT}/{name}": (OWN, f"{OWN_DRAFT}/{name}") for name in ("check", "delete", "pictures", "people")},
    f"{DRAFT}/pictures/<uuid:public_id>/remove": (OWN, f"{OWN_DRAFT}/pictures/{{idea_draft_picture}}/remove"),
    f"{DRAFT}/people/<uuid:public_id>/remove": (OWN, f"{OWN_DRAFT}/people/{{idea_invitation}}/remove"),
    f"{IDEA}/edit": (OWN, "/ideas/{idea}/edit"),
    r"^ideas/(?P<reference>[^/]+)/(?P<name>reply|revive|withdraw|retire|appeal|check)$": (SIGNED_IN, "/ideas/{idea}/withdraw"),
    "staff/ideas": (STAFF, "/staff/ideas"),
    "staff/ideas/<str:reference>": (STAFF, "/staff/ideas/{idea}"),
    "staff/ideas/<str:reference>/<slug:name>": (FLOW, "/staff/ideas/{idea}/lift"),  # who may is the idea's own rule: test_staff
    IDEA: (PUBLIC, "/ideas/{idea}"),
    f"{IDEA}/feed": (PUBLIC, "/ideas/{idea}/feed"),
    f"{IDEA}/versions/<int:number>": (PUBLIC, "/ideas/{idea}/versions/1"),
    f"{IDEA}/pictures/<uuid:public_id>.jpg": (PUBLIC, "/ideas/{idea}/pictures/{idea_picture}.jpg"),
    f"{IDEA}/support": (SIGNED_IN, "/ideas/{idea}/support"),
    f"{IDEA}/follow": (SIGNED_IN, "/ideas/{idea}/follow"),
    f"{IDEA}/move-support": (SIGNED_IN, "/ideas/{idea}/move-support"),
}
