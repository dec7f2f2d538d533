"""Addresses of Oasis: residents' ideas."""

from django.urls import path

from madang.city.proposals.views import acting, feeds, idea, listing

app_name = "proposals"
urlpatterns = [
    path("ideas", listing.ideas, name="list"),
    path("ideas/feed", feeds.every_idea, name="feed"),
    # One idea; the last part of its address takes every word for a number, so nothing may stand behind it
    path("ideas/<str:reference>/feed", feeds.one_idea, name="idea-feed"),
    path("ideas/<str:reference>/versions/<int:number>", idea.version, name="version"),
    path("ideas/<str:reference>/pictures/<uuid:public_id>.jpg", idea.picture, name="picture"),
    path("ideas/<str:reference>/support", acting.support, name="support"),
    path("ideas/<str:reference>/follow", acting.follow, name="follow"),
    path("ideas/<str:reference>/move-support", acting.move_support, name="move-support"),
    path("ideas/<str:reference>", idea.idea, name="idea"),
]
