"""What people read when a version or a correction is refused, what acts are called in the journal, and the kinds of notice."""

from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.notice_kinds import Audience, NoticeKind
from madang.city.opendata.services.versions.telling import CORRECTION, NEW, WORK

SENTENCES = {
    "opendata.other_department": _("This data set belongs to another department. Ask somebody who works there."),
    "opendata.residents_correct": _("Corrections are proposed by residents with an account. Sign in as one."),
    "opendata.own_correction": _("You proposed this correction yourself. Leave the answer to a colleague."),
    "opendata.file_or_link": _("Send a file, or name a link: one of the two."),
    "opendata.bad_link": _("%(url)s is no address of a file. It must begin with https:// or http:// and hold no password."),
    "opendata.link_inside": _(
        "%(host)s is a machine inside a network, not on the web. Send the file itself, or have the operator allow the host."
    ),
    "opendata.link_silent": _("Nobody answers at %(url)s. Check the address, or send the file itself."),
    "opendata.link_answered": _("%(url)s answers with %(status)s and sends no file. Check the address, or send the file itself."),
    "opendata.link_turns": _("%(url)s leads from one address to the next without end. Name the file's own address."),
    "opendata.link_broke": _("The file stopped coming in the middle. Try again, or send the file itself."),
    "opendata.link_slow": _("The file takes too long to come. Try again later, or send the file itself."),
    "opendata.empty_file": _("There is nothing in this file. Choose another one."),
    "opendata.read_memory": _(
        "Reading this file takes more memory than there is for it. Send it as CSV or Parquet, in parts, or ask the operator."
    ),
    "opendata.read_time": _("Reading this file takes too long. Send it in parts."),
    "opendata.no_room": _(
        "There is no room for this file: the Plaza's share of %(quota)s GB is nearly full, %(room)s MB are left."
        " Nothing was stored. Ask the operator for more, or send a smaller file."
    ),
    "opendata.dataset_withdrawn": _("This data set was taken back. Put it back first, then add a version."),
    "opendata.no_such_version": _("There is no such version. It may have been thrown away."),
    "opendata.version_unknown": _("The data set %(slug)s has no version %(number)s. Look for it in the list of its versions."),
    "opendata.table_unknown": _("The data set %(slug)s has no table that everybody may read. Its page says what there is."),
    "opendata.no_row": _("There is no row %(position)s: the table has %(rows)s rows."),
    "opendata.column_unknown": _("The table has no column %(column)s. Its page lists the columns."),
    "opendata.other_type": _("%(value)s is no value of the column %(column)s: it is of another type."),
    "opendata.two_datasets": _("The two versions belong to different data sets. Compare versions of one."),
    "opendata.bad_decided": _(
        'What was decided cannot be read. Write JSON such as {"types": {"code": "text"}, "keys": ["code"]}.'
    ),
    "opendata.unknown_type": _("There is no type %(type)s. Choose one of the list."),
    "opendata.version_is_fixed": _("This version is public, and what is public never changes. Add a new version."),
    "opendata.version_not_ready": _("This version is not ready: its file is still being read. Wait until that is done."),
    "opendata.version_failed": _("The file of this version could not be read. Read the reason, mend the file and send it again."),
    "opendata.version_discarded": _("This version was thrown away. Send the file again."),
    "opendata.version_not_public": _("This version is not public, so there is nothing to take back."),
    "opendata.no_original": _("This version was not made from a file, so it cannot be read again."),
    "opendata.same_rows": _("These are the very rows of version %(number)s. There is nothing new to publish."),
    "opendata.say_why_version": _("Say why the version is taken back: everybody reads it in its place."),
    "opendata.no_correction": _("There is no such correction."),
    "opendata.correction_answered": _("This correction was answered already."),
    "opendata.nothing_corrected": _("Write the value that should stand there; the present one is there already."),
    "opendata.say_why_wrong": _("Say how you know: whoever looks at it must be able to check."),
    "opendata.say_why_declined": _("Say why the correction is not taken up: the person who proposed it reads it."),
    "opendata.long_words": _("Use %(most)s characters at most."),
    "opendata.not_your_correction": _("This correction is not yours."),
    "opendata.row_changed": _("The row is another one in the newest version. Look at it there, and propose or answer anew."),
    "opendata.many_corrections": _("You have %(most)s corrections waiting for an answer. Wait until some are answered."),
    "opendata.no_value": _("%(value)s cannot stand in the column %(column)s: it holds values of the type %(type)s."),
}
VERBS = {
    "received-file": _("Received a file of data"),
    "decided-types": _("Decided how a file is read"),
    "discarded-version": _("Threw a version away"),
    "published-version": _("Published a version"),
    "scheduled-version": _("Decided to publish when the embargo ends"),
    "confirmed-version": _("Found the data unchanged"),
    "withdrew-version": _("Took a version back"),
    "proposed-correction": _("Proposed a correction of data"),
    "accepted-correction": _("Took up a correction of data"),
    "declined-correction": _("Declined a correction of data"),
    "withdrew-correction": _("Took back a correction of data"),
}
NOTICE_KINDS = (
    NoticeKind(NEW, _("New versions of data you follow")),
    NoticeKind(CORRECTION, _("Answers to corrections you proposed")),
    NoticeKind(WORK, _("Work on open data (staff)"), ("inbox",), Audience.STAFF),
)
