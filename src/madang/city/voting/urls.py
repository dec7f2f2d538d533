"""Addresses of mVoting."""

from django.urls import path, re_path

from madang.city.voting.views import asking, ballot, listing, managing, result, secret, vote

app_name = "voting"
urlpatterns = [
    path("votes", listing.votes, name="list"),
    path("votes/new", asking.new, name="new"),
    path("votes/mine", asking.mine, name="mine"),
    path("votes/verifier.py", secret.verifier_program, name="verifier"),
    path("votes/<str:reference>", vote.vote, name="vote"),
    path("votes/<str:reference>/pictures/<int:number>.jpg", vote.picture, name="picture"),
    path("votes/<str:reference>/code", ballot.code, name="code"),
    path("votes/<str:reference>/ballot", ballot.ballot, name="ballot"),
    path("votes/<str:reference>/thanks", ballot.thanks, name="thanks"),
    path("votes/<str:reference>/result", result.result, name="result"),
    path("votes/<str:reference>/certificate.json", result.certificate, name="certificate"),
    path("votes/<str:reference>/choices.json", result.choices, name="choices"),
    path("votes/<str:reference>/manage", managing.manage, name="manage"),
    path("votes/<str:reference>/cancel", managing.cancel, name="cancel"),
    path("votes/<str:reference>/token", secret.token, name="token"),
    path("votes/<str:reference>/box", secret.box, name="box"),
    path("votes/<str:reference>/ballots.json", secret.public_file, name="ballots"),
    path("votes/<str:reference>/log/terms", secret.terms, name="terms"),
    path("votes/<str:reference>/log/checkpoint", secret.checkpoint, name="checkpoint"),
    path("votes/<str:reference>/log/inclusion", secret.inclusion, name="inclusion"),
    path("votes/<str:reference>/log/consistency", secret.consistency, name="consistency"),
    re_path(r"^votes/(?P<reference>[^/]+)/edit/(?P<part>question|counting|who|when|pictures)$", asking.edit, name="edit"),
]
