"""What drafts and files tell people when something cannot be, and the notices they send."""

from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.notice_kinds import NoticeKind

SENTENCES = {
    "portal.draft_unknown": _("There is no such application here. It was deleted, or it belongs to somebody else."),
    "portal.draft_sent": _("This application was sent already, so it cannot be changed here. You find it among your things."),
    "portal.draft_incomplete": _("Some steps still need an answer. Go through them, then send the application."),
    "portal.draft_begun_again": _("You have begun this application again meanwhile. Go on with that one, or delete it first."),
    "portal.step_not_asked": _("This step is not asked for any more, because an earlier answer changed."),
    "portal.typed_too_much": _("One of your answers has %(length)s characters. At most %(most)s can be kept: make it shorter."),
    "portal.no_form": _("This service has no form on this site. Its page says how else you reach it."),
    "portal.counter_again": _("Find the person again at the counter: this address does not say for whom the application is."),
    "portal.file_unknown": _("There is no such file here. It was removed, or it belongs to somebody else."),
    "portal.file_being_scanned": _("“%(name)s” is still being checked for viruses. Try again in a minute."),
    "portal.file_infected": _("“%(name)s” carried a virus and was removed. Upload a clean copy."),
    "portal.file_empty": _("“%(name)s” is empty. Choose the file again; it may not have been saved fully."),
    "portal.file_too_large": _("“%(name)s” is larger than %(most)s MB. Choose a smaller one, for example a coarser scan."),
    "portal.file_too_many": _("There is no room for another file here (most: %(most)s). Remove one first."),
    "portal.file_wrong_kind": _("“%(name)s” is not one of these: %(kinds)s. Save it as one of them, then upload it again."),
    "portal.file_two_endings": _("“%(name)s” hides the ending .%(ending)s in its name. Give it a plain name, then upload it."),
    "portal.file_two_things": _("“%(name)s” is two kinds of file in one, which is not safe. Save it as a PDF, then upload that."),
    "portal.file_broken": _("“%(name)s” cannot be opened: it is damaged. Make it again, then upload it."),
    "portal.file_locked": _("“%(name)s” is locked by a password. Save it without one, then upload it again."),
    "portal.file_many_parts": _("“%(name)s” holds more than %(most)s files. Put in only those that matter here."),
    "portal.file_bomb": _("“%(name)s” would grow far too large when unpacked. Put in the files themselves."),
    "portal.file_nested": _("“%(name)s” holds packed files inside. Unpack them, then put in the files themselves."),
    "portal.file_macros": _("“%(name)s” carries a program (macros). Save it without, or as a PDF, then upload it again."),
}

NOTICE_KINDS = (NoticeKind("portal.draft_runs_out", _("An application you have not sent is about to be deleted")),)
