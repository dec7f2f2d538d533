"""Writes of people: keyword-only, one transaction each, the time passed in."""

from madang.city.people.services.accounts import (
    become_resident,
    drop_unproved_password,
    erase,
    open_account,
    raise_assurance,
    register_resident,
    remember_language,
    resident_unless_staff,
)
from madang.city.people.services.city_services import add_city_service, remove_city_service, rotate_city_service
from madang.city.people.services.profiles import Details, save_profile
from madang.city.people.services.sessions import drop_expired, end_session, end_sessions
from madang.city.people.services.staff import (
    add_staff,
    appoint_deputy,
    change_staff,
    end_deputy,
    end_service,
    set_department,
)
from madang.city.people.services.tokens import allowed_scopes, create_token, revoke_token

__all__ = [
    "Details",
    "add_city_service",
    "add_staff",
    "allowed_scopes",
    "appoint_deputy",
    "become_resident",
    "change_staff",
    "create_token",
    "drop_expired",
    "drop_unproved_password",
    "end_deputy",
    "end_service",
    "end_session",
    "end_sessions",
    "erase",
    "open_account",
    "raise_assurance",
    "register_resident",
    "remember_language",
    "remove_city_service",
    "resident_unless_staff",
    "revoke_token",
    "rotate_city_service",
    "save_profile",
    "set_department",
]
