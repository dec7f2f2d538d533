"""Addresses of Oasis: residents' ideas."""

from django.urls import URLPattern, path, re_path

from madang.city.proposals.rules.subjects import SubjectKind
from madang.city.proposals.views import acting, authors, feeds, idea, invitations, listing, mine, moderated, similar, writing
from madang.city.proposals.views.comments import reading
from madang.city.proposals.views.comments import writing as comments
from madang.city.proposals.views.conversations import mapped, taking_part
from madang.city.proposals.views.figures import moderation as public_moderation
from madang.city.proposals.views.figures import pages as figures
from madang.city.proposals.views.staff import conversations as staff_conversations
from madang.city.proposals.views.staff import desk, settings
from madang.city.proposals.views.staff.moderation import desk as moderation
from madang.city.proposals.views.staff.moderation import figures as moderation_figures

app_name = "proposals"


def _discussion(things: str, kind: SubjectKind, name: str) -> list[URLPattern]:
    """Return the addresses of what is said about one of some things."""
    here, about = f"{things}/<str:reference>/comments", {"kind": kind}
    acts = {
        "reply": comments.reply, "edit": comments.edit, "delete": comments.delete, "translate": comments.translate,
        "helps": comments.helps,
    }  # fmt: skip
    return [
        path(here, reading.discussion, about, name=f"{name}comments"),
        path(f"{here}/new", comments.begin, about, name=f"{name}comment-new"),
        path(f"{here}/<uuid:public_id>", reading.comment, about, name=f"{name}comment"),
        *(path(f"{here}/<uuid:public_id>/{act}", view, about, name=f"{name}comment-{act}") for act, view in acts.items()),
    ]


urlpatterns = [
    path("ideas", listing.ideas, name="list"),
    path("ideas/feed", feeds.every_idea, name="feed"),
    path("ideas/new", writing.new, name="new"),
    path("ideas/near", similar.near, name="near"),
    # Conversations
    path("ideas/conversations", taking_part.conversations, name="conversations"),
    path("ideas/conversations/<str:reference>", taking_part.conversation, name="conversation"),
    path("ideas/conversations/<str:reference>/vote", taking_part.vote, name="opinion-vote"),
    path("ideas/conversations/<str:reference>/say", taking_part.say, name="opinion-say"),
    path("ideas/conversations/<str:reference>/mine", taking_part.mine, name="my-opinions"),
    path("ideas/conversations/<str:reference>/map", mapped.opinion_map, name="opinion-map"),
    path("ideas/conversations/<str:reference>/map.csv", mapped.statements_csv, name="opinion-csv"),
    path("ideas/conversations/<str:reference>/receipt", mapped.receipt, name="opinion-receipt"),
    path("staff/ideas/conversations", staff_conversations.conversations, name="staff-conversations"),
    path("staff/ideas/conversations/new", staff_conversations.new, name="staff-conversation-new"),
    path("staff/ideas/conversations/<str:reference>", staff_conversations.conversation, name="staff-conversation"),
    path("staff/ideas/conversations/<str:reference>/<slug:name>", staff_conversations.act, name="staff-conversation-act"),
    # Figures for everybody
    path("ideas/figures", figures.figures, name="figures"),
    path("ideas/figures.csv", figures.figures_csv, name="figures-csv"),
    path("ideas/figures/receipt", figures.receipt, name="figures-receipt"),
    path("ideas/moderation", public_moderation.moderation, name="moderation-public"),
    path("ideas/invitations/<uuid:public_id>", invitations.invitation, name="invitation"),
    # My ideas, and drafts
    path("my/ideas", mine.mine, name="mine"),
    path("my/ideas/digest", mine.digest, name="digest"),
    path("my/ideas/<str:reference>", writing.write, name="write"),
    path("my/ideas/<str:reference>/check", writing.check, name="check"),
    path("my/ideas/<str:reference>/delete", writing.delete, name="delete"),
    path("my/ideas/<str:reference>/pictures", writing.add_picture, name="add-picture"),
    path("my/ideas/<str:reference>/pictures/<uuid:public_id>/remove", writing.remove_picture, name="remove-picture"),
    path("my/ideas/<str:reference>/people", writing.invite, name="invite"),
    path("my/ideas/<str:reference>/people/<uuid:public_id>/remove", writing.take_back, name="take-back"),
    # Staff
    path("staff/ideas", desk.desk, name="staff-list"),
    path("staff/ideas/settings", settings.settings, name="settings"),
    path("staff/ideas/settings/<slug:name>", settings.change, name="change-setting"),
    path("staff/ideas/moderation", moderation.queue, name="moderation"),
    path("staff/ideas/moderation/figures", moderation_figures.figures, name="moderation-figures"),
    path("staff/ideas/moderation/look/<str:about>", moderation.look, name="moderation-look"),
    path("staff/ideas/moderation/<uuid:public_id>", moderation.case, name="moderation-case"),
    path("staff/ideas/moderation/<uuid:public_id>/decide", moderation.decide, name="moderation-decide"),
    path("staff/ideas/moderation/<uuid:public_id>/judge", moderation.judge, name="moderation-judge"),
    path("staff/ideas/<str:reference>", desk.idea, name="staff-idea"),
    path("staff/ideas/<str:reference>/<slug:name>", desk.act, name="staff-act"),
    # Comments, reports, objections
    path("ideas/report/<str:about>", moderated.report, name="report"),
    path("ideas/objection/<str:about>", moderated.objection, name="objection"),
    path("ideas/waiting/<str:about>", moderated.waiting, name="waiting"),
    *_discussion("ideas", SubjectKind.PROPOSAL, ""),
    *_discussion("votes", SubjectKind.VOTE, "vote-"),
    # One idea; the last part of its address takes every word for a number, so nothing may stand behind it
    path("ideas/<str:reference>/feed", feeds.one_idea, name="idea-feed"),
    path("ideas/<str:reference>/versions/<int:number>", idea.version, name="version"),
    path("ideas/<str:reference>/pictures/<uuid:public_id>.jpg", idea.picture, name="picture"),
    path("ideas/<str:reference>/pictures/<uuid:public_id>/small.jpg", idea.small_picture, name="small-picture"),
    path("ideas/<str:reference>/support", acting.support, name="support"),
    path("ideas/<str:reference>/conversation", taking_part.about_idea, name="idea-conversation"),
    path("ideas/<str:reference>/follow", acting.follow, name="follow"),
    path("ideas/<str:reference>/move-support", acting.move_support, name="move-support"),
    path("ideas/<str:reference>/similar", similar.similar, name="similar"),
    path("ideas/<str:reference>/similar/same", similar.say_same, name="say-same"),
    path("ideas/<str:reference>/similar/decide", similar.decide_same, name="decide-same"),
    path("ideas/<str:reference>/edit", authors.edit, name="edit"),
    re_path(r"^ideas/(?P<reference>[^/]+)/(?P<name>reply|revive|withdraw|retire|appeal|check)$", authors.act, name="act"),
    path("ideas/<str:reference>", idea.idea, name="idea"),
]
