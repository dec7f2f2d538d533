"""What people read when a case refuses a move, and the kinds of notice that cases send."""

from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.notice_kinds import NoticeKind
from madang.city.portal.services.telling import LETTER, MESSAGE, MOVED, WORK

SENTENCES = {
    "portal.another_person": _("Four eyes are those of two people: somebody other than who proposed must confirm."),
    "portal.another_person_appeal": _("An objection is looked at by another person than those who decided first."),
    "portal.appeal_never_lapses": _("A case with an objection does not lapse."),
    "portal.appeal_open": _("The applicant may object until %(day)s. Close the case after that day."),
    "portal.appeal_too_late": _("The time to object ended on %(day)s. Call the city if there was a good reason for being late."),
    "portal.appealed_already": _("An objection was lodged already. The next way is the court; the letter says which."),
    "portal.cannot_work_on_it": _("This person cannot work on the case. Choose a caseworker or head of its department."),
    "portal.case_unknown": _("There is no such case, or it is not yours. Check the number."),
    "portal.clock_stands": _("The clock of this case stands still."),
    "portal.colleagues_case": _("This case lies on a colleague's desk. Ask them, their deputy or the head of the department."),
    "portal.empty_answer": _("Add a file or write some words, then send."),
    "portal.issue_first": _("Issue what was granted first; then the case can be closed."),
    "portal.kept_still": _("The time for which this case is kept is not over."),
    "portal.many_words": _("Use %(most)s characters at most."),
    "portal.needs_four_eyes": _("This service asks for four eyes: propose the decision, and another person confirms it."),
    "portal.never_deemed": _("For this service silence decides nothing."),
    "portal.never_lapses": _("This case does not lapse."),
    "portal.no_appeal": _("Against decisions of this service there is no objection."),
    "portal.no_applicant": _("This application has no applicant. Say at the counter for whom it is."),
    "portal.no_number": _("No number could be given to the case. Try again."),
    "portal.no_words": _("Write something first."),
    "portal.not_in_this_state": _("That cannot be done where the case stands now. Read it again: it may have gone on."),
    "portal.not_your_move": _("That is for somebody else to do."),
    "portal.nothing_to_issue": _("This service hands nothing out: with the decision it is done."),
    "portal.open_case": _("The city still works on one of your applications. Take it back first, or wait until it is decided."),
    "portal.only_reads": _("Your role reads cases and does not work on them."),
    "portal.own_case": _("Nobody works on their own application. Leave it to a colleague."),
    "portal.say_what_is_missing": _("Choose the papers that are missing, or say in words what you need."),
    "portal.say_what_you_decide": _("Choose what you decide."),
    "portal.say_why": _("Write the reasons: the applicant must be able to understand them."),
    "portal.service_not_open": _("This service takes no applications at present. What you filled in is kept."),
    "portal.time_left": _("There is time left until %(day)s."),
    "portal.too_many_at_once": _("Choose %(most)s cases at most."),
    "portal.unknown_evidence": _("The service does not ask for “%(evidence)s”. Say in words what you need."),
    "portal.yours_already": _("This case lies on your desk already."),
}
NOTICE_KINDS = (
    NoticeKind(LETTER, _("Letters about your cases")),
    NoticeKind(MOVED, _("Your cases go on")),
    NoticeKind(MESSAGE, _("Messages about your cases")),
    NoticeKind(WORK, _("Work on cases (staff)"), ("inbox",)),
)
