"""Every address of residents' ideas, with who may come in."""

from tests.house.kinds import ADMINISTRATOR, DUTY, FLOW, OWN, PUBLIC, SIGNED_IN, STAFF

IDEA = "ideas/<str:reference>"
DRAFT = "my/ideas/<str:reference>"
OWN_DRAFT = "/my/ideas/{idea_draft}"
TALK, A_TALK = "ideas/conversations/<str:reference>", "/ideas/conversations/{talk}"
COMMENT, A_COMMENT = f"{IDEA}/comments/<uuid:public_id>", "/ideas/{idea}/comments/{idea_comment}"
MODERATED = "staff/ideas/moderation/<uuid:public_id>"

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
    f"{IDEA}/pictures/<uuid:public_id>/small.jpg": (PUBLIC, "/ideas/{idea}/pictures/{idea_picture}/small.jpg"),
    "my/ideas/digest": (SIGNED_IN, "/my/ideas/digest"),
    # Similar ideas and figures
    f"{IDEA}/similar": (PUBLIC, "/ideas/{idea}/similar"),
    f"{IDEA}/similar/same": (SIGNED_IN, "/ideas/{idea}/similar/same"),
    f"{IDEA}/similar/decide": (FLOW, "/ideas/{idea}/similar/decide"),  # authors of either and moderators: test_similar
    "ideas/near": (FLOW, "/ideas/near"),  # nothing for strangers: test_similar
    "ideas/figures": (PUBLIC, "/ideas/figures"),
    "ideas/figures.csv": (PUBLIC, "/ideas/figures.csv?of=funnel"),
    "ideas/figures/receipt": (FLOW, "/ideas/figures/receipt?of=funnel&code=published"),
    "ideas/moderation": (PUBLIC, "/ideas/moderation"),
    # Conversations
    "ideas/conversations": (PUBLIC, "/ideas/conversations"),
    TALK: (PUBLIC, A_TALK),
    f"{TALK}/vote": (SIGNED_IN, f"{A_TALK}/vote"),
    f"{TALK}/say": (SIGNED_IN, f"{A_TALK}/say"),
    f"{TALK}/mine": (SIGNED_IN, f"{A_TALK}/mine"),
    f"{TALK}/map": (PUBLIC, f"{A_TALK}/map"),
    f"{TALK}/map.csv": (PUBLIC, f"{A_TALK}/map.csv"),
    f"{TALK}/receipt": (PUBLIC, f"{A_TALK}/receipt"),
    f"{IDEA}/conversation": (FLOW, "/ideas/{idea}/conversation"),  # leads to it, or to whoever may open it: test_conversations
    "staff/ideas/conversations": (STAFF, "/staff/ideas/conversations"),
    "staff/ideas/conversations/new": (STAFF, "/staff/ideas/conversations/new"),
    "staff/ideas/conversations/<str:reference>": (STAFF, "/staff/ideas/conversations/{talk}"),
    "staff/ideas/conversations/<str:reference>/<slug:name>": (FLOW, "/staff/ideas/conversations/{talk}/close"),  # its leader
    # Comments and moderation
    f"{IDEA}/comments": (PUBLIC, "/ideas/{idea}/comments"),
    f"{IDEA}/comments/new": (SIGNED_IN, "/ideas/{idea}/comments/new"),
    COMMENT: (PUBLIC, A_COMMENT),
    **{f"{COMMENT}/{name}": (SIGNED_IN, f"{A_COMMENT}/{name}") for name in ("reply", "translate", "helps")},
    **{f"{COMMENT}/{name}": (FLOW, f"{A_COMMENT}/{name}") for name in ("edit", "delete")},  # its author: tests of comments
    "ideas/report/<str:about>": (SIGNED_IN, "/ideas/report/comment:{idea_comment}"),
    **{f"ideas/{name}/<str:about>": (FLOW, f"/ideas/{name}/comment:{{idea_comment}}") for name in ("objection", "waiting")},
    "staff/ideas/moderation": (DUTY, "/staff/ideas/moderation"),
    "staff/ideas/moderation/figures": (DUTY, "/staff/ideas/moderation/figures"),
    "staff/ideas/moderation/look/<str:about>": (DUTY, "/staff/ideas/moderation/look/comment:{idea_comment}"),
    MODERATED: (DUTY, "/staff/ideas/moderation/{moderated}"),
    **{f"{MODERATED}/{name}": (DUTY, f"/staff/ideas/moderation/{{moderated}}/{name}") for name in ("decide", "judge")},
    "staff/ideas/settings": (ADMINISTRATOR, "/staff/ideas/settings"),
    "staff/ideas/settings/<slug:name>": (ADMINISTRATOR, "/staff/ideas/settings/numbers"),
}
