"""What people read when the community's rooms refuse something, its acts in the journal, and the notices it sends."""

from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.notice_kinds import NoticeKind

ANSWERED = "opendata.request"
SENTENCES = {
    "opendata.residents_only": _("This is for residents. Sign in with your own account."),
    "opendata.many_requests": _("You have %(most)s open requests. Wait for an answer, or take one back."),
    "opendata.request_title": _("Give it a title of %(most)s characters at most."),
    "opendata.request_text": _("Describe it in %(least)s to %(most)s characters, so that others understand it."),
    "opendata.own_request": _("This request is your own."),
    "opendata.not_your_request": _("Only who asked may take a request back."),
    "opendata.request_answered": _("This request was answered already."),
    "opendata.no_request": _("There is no such request. Look for it in the list of requests."),
    "opendata.name_the_ground": _("Choose the legal ground: every refusal names one, and they are counted."),
    "opendata.give_reasons": _("Give the reasons in %(least)s to %(most)s characters: who asked must understand them."),
    "opendata.no_showcase": _("There is no such entry. Look for it among the uses of our data."),
    "opendata.name_the_data": _("Name at least one data set that it was made from."),
    "opendata.unknown_dataset": _("There is no public data set %(slug)s. Copy the last part of its address."),
}
VERBS = {
    "asked-for-data": _("Asked for data"),
    "took-up-request": _("Took up a request for data"),
    "answered-request": _("Answered a request for data"),
    "withdrew-request": _("Took back a request for data"),
    "proposed-showcase": _("Proposed a use of data"),
    "judged-showcase": _("Decided on a use of data"),
}
NOTICE_KINDS = (NoticeKind(ANSWERED, _("Data you asked for")),)
