"""Opening an account with a passkey instead of a password, and the spare codes that let its owner in without the device."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.webauthn.views import SignupWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


class SignUp(SignupWebAuthnView):
    """The last step of opening an account with a passkey; the code from the mail was entered before."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the passkey, or go on without one: the code proved as much as signing in by code does."""
        if "later" in request.POST:
            onward: HttpResponse = self._login_stage.exit()
            return onward
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in and show the spare codes; without them a lost device would shut its owner out for good."""
        onward: HttpResponse = super().form_valid(form)
        if not self.request.user.is_authenticated:
            return onward
        passkey = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN).latest("pk")
        post_authentication(self.request, passkey, reauthenticated=True, passwordless=True)
        auto_generate_recovery_codes(self.request)
        list(messages.get_messages(self.request))  # three steps told apart would be three banners: one says it all
        messages.success(self.request, _("Your account is open. These codes let you in when your device is not at hand."))
        return redirect(f"{reverse('mfa_view_recovery_codes')}?{urlencode({'next': onward['Location']})}")


class SpareCodes(ViewRecoveryCodesView):
    """The spare codes, and the way on where somebody was going."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the codes, with an address of this site to go on to, if one was asked for."""
        return {**super().get_context_data(**kwargs), "onward": get_next_redirect_url(self.request)}


sign_up = SignUp.as_view()
spare_codes = SpareCodes.as_view()
