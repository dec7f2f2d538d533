"""Accounts, residents, staff, departments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from madang.city.kernel import refusals
from madang.city.kernel.registries import journal_verbs, navigation, staff_pages
from madang.city.kernel.registries.staff_pages import Standing

SENTENCES = {
    "people.auditor_no_deputy": _("Auditors neither have deputies nor stand in for others."),
    "people.born_long_ago": _("Check the birth date: it is more than %(years)s years ago."),
    "people.born_tomorrow": _("Check the birth date: it is still to come."),
    "people.city_service_name": _("Name the service in %(most)s letters at most, on one line, as residents know it."),
    "people.city_service_taken": _("A service called “%(name)s” signs in here already. Choose another name, or remove that one."),
    "people.days_backwards": _("The last day is before the first. Swap them."),
    "people.days_over": _("These days are over. Choose a last day from today on."),
    "people.days_too_many": _("A deputy stands in for %(days)s days at most. Choose an earlier last day."),
    "people.department_ring": _("%(parent)s is below %(code)s already, so it cannot stand above it."),
    "people.deputy_already": _("This deputy is appointed from that day already."),
    "people.email_taken": _("This e-mail address cannot be used. Enter another one."),
    "people.last_administrator": _("This is the last administrator. Make somebody else one first."),
    "people.many_languages": _("Choose %(most)s languages at most."),
    "people.more_assurance": _(
        "The city must be surer that it is you. Confirm your e-mail address or sign in with a proved identity."
    ),
    "people.no_city_service": _("No service “%(service)s” signs in here. The list names those that do."),
    "people.no_deputy": _("This appointment is not there any more."),
    "people.no_name": _("Enter your name as you write it. One letter is enough."),
    "people.no_purpose": _("A reading of personal data needs a purpose: a short code such as case:MD-7K3F-92."),
    "people.no_session": _("This session has ended already."),
    "people.no_staff": _("Nobody of that name works here now."),
    "people.no_token": _("This token is not there any more."),
    "people.no_way_back": _("Name at least one address to which the service takes people back, and twenty at most."),
    "people.not_yours": _("This page is not there, or it is not yours."),
    "people.other_role": _("Your role does not allow this. Ask an administrator."),
    "people.own_deputy": _("Nobody can be their own deputy. Choose somebody else."),
    "people.scope_above_reach": _("This account may not give away “%(scope)s”."),
    "people.serves_already": _("This person works for the city already. Change their role instead."),
    "people.sign_in_first": _("Sign in first."),
    "people.staff_only": _("This page is for people who work for the city."),
    "people.still_staff": _("You work for the city. Your account can be deleted once an administrator has ended your service."),
    "people.token_days": _("A token lives %(days)s days at most. Choose an earlier end."),
    "people.token_scope": _("This token does not open “%(scope)s”. Make one that does."),
    "people.token_without_scope": _("Choose at least one thing that the token may do."),
    "people.unknown_account": _("Nobody signs in as %(email)s. Check the address."),
    "people.unknown_department": _("There is no department %(code)s. Check the code."),
    "people.unknown_language": _("“%(language)s” is not the code of a language. Write it like ko or zh-Hans."),
    "people.unknown_scope": _("There is no scope “%(scope)s”. Choose from: %(known)s."),
    "people.way_back": _(
        "“%(address)s” will not do as a way back. Write the whole address of one page that begins with https:// "
        "(http:// for this machine alone), without blanks, # or *."
    ),
}

VERBS = {
    "added": _("Added a service that signs in here"),
    "appointed": _("Appointed staff"),
    "assured": _("Made sure who somebody is"),
    "changed": _("Changed a profile"),
    "created": _("Made a token"),
    "deputised": _("Appointed a deputy"),
    "dropped-password": _("Dropped a password"),
    "joined": _("Joined"),
    "left": _("Left the service"),
    "moved": _("Changed somebody's place or role"),
    "registered": _("Registered somebody at the counter"),
    "revoked": _("Revoked a token"),
    "rotated": _("Gave a service that signs in here a new secret"),
    "set": _("Set up a department"),
    "shut-out": _("Shut out a service that signed in here"),
    "undeputised": _("Took back a deputy"),
}


def _standing() -> Standing:
    from madang.city.people import queries

    count = len(queries.everybody_serving())
    return Standing(ngettext("%(n)s person", "%(n)s people", count) % {"n": f"{count:,}"})


class PeopleConfig(AppConfig):
    """Registers what people offers to the rest of the city."""

    name = "madang.city.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register sentences and the navigation's entry, and listen to allauth."""
        from allauth.account.signals import authentication_step_completed
        from allauth.socialaccount.signals import social_account_added

        from madang.city.people.rules import why_not_see_staff
        from madang.city.people.sign_in.account import proved_by_code
        from madang.city.people.sign_in.outside import connected

        refusals.register_sentences(SENTENCES)
        journal_verbs.register(VERBS)
        label, text = _("Who works for the city"), _("Departments, roles, and who stands in for whom")
        staff_pages.register(staff_pages.StaffPage(50, label, text, "people:staff", why_not_see_staff, _standing))
        navigation.register(navigation.Entry(50, _("Account"), "person", "people:account", ("/account/",), on_desks=True))
        navigation.register_for_staff(navigation.Entry(60, _("Account"), "person", "people:account", on_desks=True))
        authentication_step_completed.connect(proved_by_code, dispatch_uid="people.proved_by_code")
        social_account_added.connect(connected, dispatch_uid="people.connected")
