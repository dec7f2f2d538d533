"""Every address of residents' ideas, with who may come in."""

from tests.house.kinds import PUBLIC, SIGNED_IN

IDEA = "ideas/<str:reference>"

IDEA_ADDRESSES = {
    "ideas": (PUBLIC, "/ideas"),
    "ideas/feed": (PUBLIC, "/ideas/feed"),
    IDEA: (PUBLIC, "/ideas/{idea}"),
    f"{IDEA}/feed": (PUBLIC, "/ideas/{idea}/feed"),
    f"{IDEA}/versions/<int:number>": (PUBLIC, "/ideas/{idea}/versions/1"),
    f"{IDEA}/pictures/<uuid:public_id>.jpg": (PUBLIC, "/ideas/{idea}/pictures/{idea_picture}.jpg"),
    f"{IDEA}/support": (SIGNED_IN, "/ideas/{idea}/support"),
    f"{IDEA}/follow": (SIGNED_IN, "/ideas/{idea}/follow"),
    f"{IDEA}/move-support": (SIGNED_IN, "/ideas/{idea}/move-support"),
}
