"""What people read about harvests: refusals, problems of runs and of records with their remedies, what acts are called."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "opendata.no_harvest_source": _("There is no catalogue %(slug)s to harvest. Look at the list of catalogues."),
    "opendata.harvest_slug": _("%(slug)s cannot name a catalogue. Use lower-case letters, digits and dashes."),
    "opendata.harvest_slug_taken": _("There is a catalogue %(slug)s already. Choose another name, or change that one."),
    "opendata.harvest_kind": _("%(kind)s is no kind of catalogue. Choose ckan, dcat or data-json."),
    "opendata.harvest_address": _("%(url)s is no address of a catalogue. It must begin with https:// or http://."),
    "opendata.harvest_hours": _("Harvest every 1 to 8,760 hours."),
    "opendata.harvest_running": _("%(slug)s is being harvested already. Wait until it is done, or stop it."),
    "opendata.harvest_not_running": _("%(slug)s is not being harvested."),
    "opendata.harvest_off": _("%(slug)s is switched off. Switch it on first."),
}
VERBS = {
    "added-catalogue": _("Added a catalogue to harvest"),
    "changed-catalogue": _("Changed a catalogue to harvest"),
    "harvested": _("Harvested a catalogue"),
    "stopped-harvest": _("Stopped a harvest"),
}
RUN_PROBLEMS = {
    "unreachable": _("%(url)s could not be read: %(reason)s. What was read is kept; try again later, it goes on from there."),
    "unknown_host": _("Nobody knows the host %(host)s. Correct the address."),
    "private": _("%(host)s lies inside a private network. The operator can allow that with MADANG_HARVEST_PRIVATE."),
    "certificate": _("The certificate of %(host)s is not valid: %(reason)s. Tell those who run it."),
    "address": _("%(url)s is no address that can be fetched. Correct it."),
    "redirects": _("%(url)s leads from one address to the next without end. Correct the address."),
    "downgrade": _("The catalogue leads to %(url)s, which is not protected. Use an address that stays with https."),
    "status": _("%(url)s answered %(status)s. Correct the address, or ask those who run it."),
    "robots": _("The robots.txt of the site forbids MadangHarvester to read %(url)s. Ask those who run it."),
    "too_large": _("%(url)s is larger than %(most_mb)s MB. Use an address that gives the catalogue in pages."),
    "too_slow": _("%(url)s did not come within %(minutes)s minutes. Try again later."),
    "no_space": _("The document could not be kept: %(reason)s. Make room in the data folder."),
    "no_file": _("%(url)s could not be read: %(reason)s. Correct the path."),
    "broken_json": _(
        "The document is broken behind record %(record)s: %(reason)s. Nothing was withdrawn. Tell those who publish it."
    ),
    "too_deep": _("Values of the document lie more than %(most)s deep in one another. Tell those who publish it."),
    "no_catalogue": _("The document holds no catalogue. Check the address and the kind."),
    "no_ckan": _("%(url)s does not answer as CKAN does. Check the address and the kind."),
    "broken_rdf": _("%(url)s cannot be read as RDF: %(reason)s. Nothing was withdrawn. Tell those who publish it."),
    "pages_in_a_circle": _("The pages of the catalogue lead back to %(url)s. Nothing was withdrawn. Tell those who publish it."),
    "unfinished": _("Only %(read)s of %(promised)s records came, so nothing was withdrawn. Harvest again later."),
    "shrank": _(
        "Only %(seen)s of %(known)s known records are still there, so nothing was withdrawn. "
        "If the catalogue really shrank, run it again and confirm that."
    ),
}
RECORD_PROBLEMS = {
    "no_record": _("What stands here is no record. Tell those who publish the catalogue."),
    "no_identifier": _("The record has no identifier. It needs one in “%(field)s”, the same each time."),
    "long_identifier": _("The identifier is longer than 500 characters. It needs a shorter one."),
    "no_title": _("The record has no title. It needs one in “%(field)s”."),
    "unreadable": _("The record is nested too deeply. Tell those who publish the catalogue."),
    "repeated": _("Another record has the same identifier; the first one counts. Each needs its own."),
    "refused": _("The record cannot stand in the catalogue: %(value)s."),
    "address_missing": _("%(field)s has no address. Taken over without it."),
    "address_unusable": _("%(field)s: “%(value)s” is no address that a page may link to. Taken over without it."),
    "many_files": _("The record names more than %(value)s files. Taken over with the first ones."),
}
GONE = {
    "en": "The catalogue it came from no longer lists it.",
    "ko": "원래 목록에서 더 이상 제공하지 않습니다.",
    "zh": "来源目录已不再列出此数据集。",
}
