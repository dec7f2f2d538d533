"""Addresses of people, below /account/. allauth's own follow behind them."""

from django.urls import URLPattern, URLResolver, include, path

from madang.city.people.views import account, passkeys, profile, sessions, staff, tokens

own: list[URLPattern | URLResolver] = [
    path("", account.account, name="account"),
    path("resident/", account.become_resident, name="become-resident"),
    path("profile/", profile.profile, name="profile"),
    path("profile/<slug:part>/", profile.part, name="profile-part"),
    path("readings/", account.readings, name="readings"),
    path("my-data.json", account.download, name="download"),
    path("delete/", account.delete, name="delete"),
    path("deleted/", account.deleted, name="deleted"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:reference>/revoke/", tokens.revoke, name="revoke"),
    path("staff/", staff.directory, name="staff"),
    path("staff/add/", staff.add, name="staff-add"),
    path("staff/<uuid:reference>/", staff.member, name="staff-member"),
    path("staff/<uuid:reference>/deputy/", staff.deputy, name="deputy"),
    path("staff/<uuid:reference>/deputy/end/", staff.end_deputy, name="deputy-end"),
    path("staff/<uuid:reference>/leave/", staff.leave, name="staff-leave"),
]
urlpatterns = [
    path("sessions/", sessions.sessions, name="usersessions_list"),
    path("2fa/webauthn/signup/", passkeys.sign_up, name="mfa_signup_webauthn"),
    path("2fa/recovery-codes/", passkeys.spare_codes, name="mfa_view_recovery_codes"),
    path("", include((own, "people"))),
]
