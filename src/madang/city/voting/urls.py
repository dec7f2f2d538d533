"""Addresses of mVoting."""

from django.urls import path, re_path

from madang.city.voting.views import asking, ballot, hand_over, listing, managing, number, result, secret, tablet, vote
from madang.city.voting.views.staff import answering, kiosks, lists, paper, writing
from madang.city.voting.views.staff import desk as staff_desk
from madang.city.voting.views.staff import vote as staff_vote

app_name = "voting"
STAFF_PARTS = "question|counting|list|people|where|when|pictures|translations"
urlpatterns = [
    path("votes", listing.votes, name="list"),
    path("votes/new", asking.new, name="new"),
    path("votes/mine", asking.mine, name="mine"),
    path("votes/verifier.py", secret.verifier_program, name="verifier"),
    path("votes/tablet", tablet.tablet, name="tablet"),
    path("votes/tablet/<str:secret>", tablet.begin, name="tablet-begin"),
    path("votes/<str:reference>", vote.vote, name="vote"),
    path("votes/<str:reference>/pictures/<int:number>.jpg", vote.picture, name="picture"),
    path("votes/<str:reference>/code", ballot.code, name="code"),
    path("votes/<str:reference>/number", number.number, name="number"),
    path("votes/<str:reference>/tablets/<uuid:kiosk>", hand_over.hand_over, name="hand-over"),
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
    # Staff
    path("staff/votes", staff_desk.desk, name="staff-list"),
    path("staff/votes/new", writing.new, name="staff-new"),
    re_path(rf"^staff/votes/(?P<reference>[^/]+)/edit/(?P<part>{STAFF_PARTS})$", writing.edit, name="staff-edit"),
    path("staff/votes/<str:reference>/list", lists.roll, name="staff-roll"),
    path("staff/votes/<str:reference>/letters", lists.letters_page, name="staff-letters"),
    path("staff/votes/<str:reference>/letters/progress", lists.letters_progress, name="staff-letters-progress"),
    path("staff/votes/<str:reference>/letters/take", lists.take_letters, name="staff-letters-take"),
    path("staff/votes/<str:reference>/answer", answering.answer, name="staff-answer"),
    path("staff/votes/<str:reference>/tablets", kiosks.kiosks, name="staff-kiosks"),
    path("staff/votes/<str:reference>/tablets/<uuid:kiosk>/end", kiosks.end, name="staff-kiosk-end"),
    path("staff/votes/<str:reference>/tablets/<uuid:kiosk>/hand-over", kiosks.hand_over, name="staff-hand-over"),
    path("staff/votes/<str:reference>/paper", paper.paper, name="staff-paper"),
    path("staff/votes/<str:reference>/paper/admit", paper.admit, name="staff-admit"),
    path("staff/votes/<str:reference>/paper/batch", paper.batch, name="staff-batch"),
    path("staff/votes/<str:reference>/cancel", staff_vote.cancel, name="staff-cancel"),
    path("staff/votes/<str:reference>", staff_vote.vote, name="staff-vote"),
]
