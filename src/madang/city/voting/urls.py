"""Addresses of mVoting."""

from django.urls import path

from madang.city.voting.views import ballot, listing, result, vote

app_name = "voting"
urlpatterns = [
    path("votes", listing.votes, name="list"),
    path("votes/<str:reference>", vote.vote, name="vote"),
    path("votes/<str:reference>/pictures/<int:number>.jpg", vote.picture, name="picture"),
    path("votes/<str:reference>/code", ballot.code, name="code"),
    path("votes/<str:reference>/ballot", ballot.ballot, name="ballot"),
    path("votes/<str:reference>/thanks", ballot.thanks, name="thanks"),
    path("votes/<str:reference>/result", result.result, name="result"),
    path("votes/<str:reference>/certificate.json", result.certificate, name="certificate"),
    path("votes/<str:reference>/choices.json", result.choices, name="choices"),
]
