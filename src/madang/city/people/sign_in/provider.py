"""The city as an identity provider: other services of the city sign people in with the same account."""

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.utils.translation import gettext_lazy as _

from madang.city.people import queries
from madang.city.people.models import Account


class ProviderAdapter(DefaultOIDCAdapter):
    """Tells other services as little as they were granted: an id that is no number, the address, the name, the assurance."""

    scope_display = {
        "openid": _("Know that it is you, by a number that says nothing else"),
        "email": _("See your e-mail address"),
        "profile": _("See your name"),
    }

    def get_user_sub(self, client: Client, user: Account) -> str:
        """Return the account's public id."""
        return user.public_id.hex

    def get_user_by_sub(self, client: Client, sub: str) -> Account | None:
        """Return the open account with a public id."""
        try:
            public_id = UUID(hex=sub)
        except ValueError:
            return None
        return Account.objects.filter(public_id=public_id, is_active=True).first()

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Account,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Return what the scopes grant; ``acr`` is how sure the city is who it is."""
        granted = tuple(scopes)
        claims: dict[str, Any] = super().get_claims(purpose, user, client, granted, email, **kwargs)
        claims["acr"] = user.assurance
        viewer = queries.viewer_of(user.pk)
        if "profile" in granted and viewer.resident_id is not None:
            known = queries.profile(viewer.resident_id, viewer=viewer.as_resident, purpose="sign-in")
            claims.update({"name": known.name} if known.name else {})
        return claims
