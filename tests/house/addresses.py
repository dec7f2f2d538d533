"""Every address of the site, with who may come in. An address that is not listed here fails the test.

The key is the whole pattern as the URLconf writes it; the value is (kind, an address to try). Words in braces are things of the
resident Haru: see ``city`` in test_access.py. The kinds stand in kinds.py.
"""

from tests.house.data_addresses import DATA_ADDRESSES, DATA_NO_FORM_TOKEN
from tests.house.idea_addresses import IDEA_ADDRESSES
from tests.house.kinds import (
    ADMINISTRATOR,
    AUDITOR,
    COUNTER,
    DEPARTMENT,
    FILED,
    FLOW,
    OWN,
    PUBLIC,
    SIGNED_IN,
    STAFF,
    TOKEN,
)  # fmt: skip
from tests.house.vote_addresses import VOTE_ADDRESSES, VOTES_NO_FORM_TOKEN

CASE = "/my/cases/{case}"
DRAFT = "/my/drafts/{draft}"

ADDRESSES = {
    # The house
    "healthz": (PUBLIC, "/healthz"),
    "readyz": (PUBLIC, "/readyz"),
    "metrics": (PUBLIC, "/metrics"),
    "look/city.css": (PUBLIC, "/look/city.css"),
    "look/manifest.webmanifest": (PUBLIC, "/look/manifest.webmanifest"),
    "look/worker.js": (PUBLIC, "/look/worker.js"),
    "look/offline": (PUBLIC, "/look/offline"),
    "look/components": (PUBLIC, "/look/components"),
    # The API
    "api/v1/": (PUBLIC, "/api/v1/"),
    "api/v1/openapi.json": (PUBLIC, "/api/v1/openapi.json"),
    "api/v1/services": (PUBLIC, "/api/v1/services"),
    "api/v1/services/<slug>": (PUBLIC, "/api/v1/services/{service}"),
    "api/v1/search": (PUBLIC, "/api/v1/search?q=stall"),
    "api/v1/suggest": (PUBLIC, "/api/v1/suggest?q=st"),
    "api/v1/eligibility": (PUBLIC, "/api/v1/eligibility"),
    "api/v1/cases": (TOKEN, "/api/v1/cases"),
    "api/v1/cases/<reference>": (TOKEN, "/api/v1/cases/{case}"),
    "api/v1/cases/<reference>/messages": (TOKEN, "/api/v1/cases/{case}/messages"),
    "api/v1/cases/<reference>/withdraw": (TOKEN, "/api/v1/cases/{case}/withdraw"),
    "api/v1/cases/<reference>/appeal": (TOKEN, "/api/v1/cases/{case}/appeal"),
    "api/v1/staff/cases": (TOKEN, "/api/v1/staff/cases"),
    "api/v1/staff/cases/<reference>": (TOKEN, "/api/v1/staff/cases/{case}"),
    "api/v1/staff/cases/<reference>/moves": (TOKEN, "/api/v1/staff/cases/{case}/moves"),
    # People
    "account/": (SIGNED_IN, "/account/"),
    "account/sessions/": (SIGNED_IN, "/account/sessions/"),
    "account/resident/": (SIGNED_IN, "/account/resident/"),
    "account/profile/": (SIGNED_IN, "/account/profile/"),
    "account/profile/<slug:part>/": (SIGNED_IN, "/account/profile/about/"),
    "account/readings/": (SIGNED_IN, "/account/readings/"),
    "account/my-data.json": (SIGNED_IN, "/account/my-data.json"),
    "account/delete/": (SIGNED_IN, "/account/delete/"),
    "account/deleted/": (PUBLIC, "/account/deleted/"),
    "account/tokens/": (SIGNED_IN, "/account/tokens/"),
    "account/tokens/<uuid:reference>/revoke/": (OWN, "/account/tokens/{token}/revoke/"),
    "account/staff/": (AUDITOR, "/account/staff/"),
    "account/staff/add/": (ADMINISTRATOR, "/account/staff/add/"),
    "account/staff/<uuid:reference>/": (AUDITOR, "/account/staff/{staff}/"),
    "account/staff/<uuid:reference>/deputy/": (FLOW, "/account/staff/{staff}/deputy/"),  # a rule of its own: test_pages of people
    "account/staff/<uuid:reference>/deputy/end/": (FLOW, "/account/staff/{staff}/deputy/end/"),
    "account/staff/<uuid:reference>/leave/": (ADMINISTRATOR, "/account/staff/{staff}/leave/"),
    # Sign-in (allauth)
    **{
        f"account/{name}/": (FLOW, f"/account/{name}/")
        for name in (
            "login", "logout", "inactive", "signup", "signup/passkey", "reauthenticate", "confirm-email", "password/set", "password/reset",
            "login/code/confirm", "password/reset/confirm", "password/reset/complete", "password/reset/done", "login/code",
            "2fa/authenticate", "2fa/reauthenticate", "2fa/webauthn/reauthenticate", "2fa/webauthn/login",
            "2fa/webauthn/signup",
            "3rdparty/login/cancelled", "3rdparty/login/error", "3rdparty/signup",
            "social/login/cancelled", "social/login/error", "social/signup", "social/connections",
        )
    },
    **{
        f"account/{name}/": (SIGNED_IN, f"/account/{name}/")
        for name in (
            "email", "password/change", "2fa", "2fa/totp/activate", "2fa/webauthn", "2fa/webauthn/add", "3rdparty",
        )
    },
    **{
        f"account/2fa/{name}/": (FLOW, f"/account/2fa/{name}/")
        for name in ("totp/deactivate", "recovery-codes", "recovery-codes/generate", "recovery-codes/download")
    },
    "account/2fa/webauthn/keys/<int:pk>/remove/": (FLOW, "/account/2fa/webauthn/keys/1/remove/"),  # asserted apart
    "account/2fa/webauthn/keys/<int:pk>/edit/": (FLOW, "/account/2fa/webauthn/keys/1/edit/"),
    "account/oidc/^(?P<provider_id>[^/]+)/login/": (FLOW, "/account/oidc/nobody/login/"),
    "account/oidc/^(?P<provider_id>[^/]+)/login/callback/": (FLOW, "/account/oidc/nobody/login/callback/"),
    ".well-known/openid-configuration": (PUBLIC, "/.well-known/openid-configuration"),
    ".well-known/jwks.json": (PUBLIC, "/.well-known/jwks.json"),
    **{
        f"identity/o/{name}": (FLOW, f"/identity/o/{name}")
        for name in ("authorize", "device", "logout", "api/token", "api/revoke", "api/device/code", "api/userinfo")
    },
    # Journal, places, notices
    "journal/": (AUDITOR, "/journal/"),
    "journal/journal.csv": (AUDITOR, "/journal/journal.csv"),
    "journal/verify": (AUDITOR, "/journal/verify"),
    "places/": (PUBLIC, "/places/"),
    "places/find": (PUBLIC, "/places/find?q=Maru"),
    "places/<slug:scheme>.geojson": (PUBLIC, "/places/{scheme}.geojson"),
    "places/<slug:scheme>/<str:code>.geojson": (PUBLIC, "/places/{scheme}/{area}.geojson"),
    "places/<slug:scheme>/": (PUBLIC, "/places/{scheme}/"),
    "places/<slug:scheme>/<str:code>": (PUBLIC, "/places/{scheme}/{area}"),
    "notices/": (SIGNED_IN, "/notices/"),
    "notices/count": (SIGNED_IN, "/notices/count"),
    "notices/read": (SIGNED_IN, "/notices/read"),
    "notices/read-all": (SIGNED_IN, "/notices/read-all"),
    "notices/wishes": (SIGNED_IN, "/notices/wishes"),
    "notices/stop/<str:token>": (FLOW, "/notices/stop/forged"),  # the signed link is the key: tests of notices
    "notices/push/key": (SIGNED_IN, "/notices/push/key"),
    "notices/push/subscribe": (SIGNED_IN, "/notices/push/subscribe"),
    "notices/push/<slug:slug>/end": (OWN, "/notices/push/{browser}/end"),
    "notices/failed": (ADMINISTRATOR, "/notices/failed"),
    "notices/failed/retry": (ADMINISTRATOR, "/notices/failed/retry"),
    "notices/on/<slug:slug>": (OWN, "/notices/on/{notice}"),
    # Cases
    "my/cases": (SIGNED_IN, "/my/cases"),
    "my/cases/<str:reference>": (OWN, CASE),
    **{f"my/cases/<str:reference>/{name}": (OWN, f"{CASE}/{name}") for name in ("answers", "answer", "message", "withdraw", "appeal")},
    "my/letters/<uuid:public_id>": (FILED, "/my/letters/{letter}"),
    "my/letters/<uuid:public_id>.pdf": (FILED, "/my/letters/{letter}.pdf"),
    "my/certificates/<uuid:public_id>": (FILED, "/my/certificates/{certificate}"),
    "my/certificates/<uuid:public_id>.pdf": (FILED, "/my/certificates/{certificate}.pdf"),
    "certificates": (PUBLIC, "/certificates"),
    "staff/inbox": (STAFF, "/staff/inbox"),
    "staff/inbox/chosen": (STAFF, "/staff/inbox/chosen"),
    "staff/cases/<str:reference>": (DEPARTMENT, "/staff/cases/{case}"),
    "staff/cases/<str:reference>/<str:name>": (DEPARTMENT, "/staff/cases/{case}/note"),
    # Applying
    "services/<slug:slug>/apply": (PUBLIC, "/services/{service}/apply"),
    "my/drafts/<uuid:public_id>": (OWN, DRAFT),
    "my/drafts/<uuid:public_id>/steps/<slug:step_id>": (OWN, f"{DRAFT}/steps/you"),
    "my/drafts/<uuid:public_id>/deleted": (OWN, "/my/drafts/{gone_draft}/deleted"),
    "my/drafts/<uuid:public_id>/undo": (OWN, "/my/drafts/{gone_draft}/undo"),
    **{f"my/drafts/<uuid:public_id>/{name}": (OWN, f"{DRAFT}/{name}") for name in ("check", "delete", "move")},
    "my/drafts/<uuid:public_id>/sent": (SIGNED_IN, f"{DRAFT}/sent"),  # without a receipt it leads to the draft, which is shut
    "my/files/<uuid:public_id>": (FILED, "/my/files/{file}"),
    "staff/counter": (COUNTER, "/staff/counter"),
    "staff/counter/register": (COUNTER, "/staff/counter/register"),
    "staff/counter/begin": (COUNTER, "/staff/counter/begin?person={person}"),
    # The catalogue
    "services": (PUBLIC, "/services"),
    r"^services\.(?P<form>ttl|jsonld)$": (PUBLIC, "/services.ttl"),
    "services/figures": (PUBLIC, "/services/figures"),
    "services/figures.csv": (PUBLIC, "/services/figures.csv"),
    "services/find": (PUBLIC, "/services/find?q=stall"),
    "services/suggest": (PUBLIC, "/services/suggest?q=st"),
    "services/a-z": (PUBLIC, "/services/a-z"),
    "services/a-z/<str:letter>": (PUBLIC, "/services/a-z/A"),
    r"^services/(?P<kind>life-event|topic|for|by)/(?P<code>[-\w]+)$": (PUBLIC, "/services/topic/business"),
    "services/<slug:slug>/versions": (PUBLIC, "/services/{service}/versions"),
    "services/<slug:slug>/versions/<int:number>": (PUBLIC, "/services/{service}/versions/1"),
    r"^services/(?P<slug>[-\w]+)\.(?P<form>ttl|jsonld)$": (PUBLIC, "/services/{service}.ttl"),
    "services/<slug:slug>": (PUBLIC, "/services/{service}"),
    "check": (PUBLIC, "/check"),
    "staff/missed-words": (STAFF, "/staff/missed-words"),
    **DATA_ADDRESSES,
    **IDEA_ADDRESSES,
    **VOTE_ADDRESSES,
    # Home
    "": (PUBLIC, "/"),
    "search": (PUBLIC, "/search?q=stall"),
    "about": (PUBLIC, "/about"),
    "accessibility": (PUBLIC, "/accessibility"),
    "privacy": (PUBLIC, "/privacy"),
    "staff/care": (STAFF, "/staff/care"),
    "staff/jobs": (ADMINISTRATOR, "/staff/jobs"),
}  # fmt: skip

# What answers a POST without a form token, and why that is no hole.
NO_FORM_TOKEN = {
    **DATA_NO_FORM_TOKEN,
    **VOTES_NO_FORM_TOKEN,
    "notices/stop/<str:token>": "the signed address is the secret (RFC 8058)",
    "identity/o/authorize": "leads to the page that asks; allauth checks the token of the answer itself",
    "identity/o/logout": "asks; allauth checks the token of the answer itself",
    "identity/o/api/token": "the client's own secret",
    "identity/o/api/revoke": "the client's own secret",
    "identity/o/api/device/code": "the client's own id; changes nothing of the person's",
    "identity/o/api/userinfo": "an access token",
    "my/drafts/<uuid:public_id>/steps/<slug:step_id>": "checked by the page itself: nothing is saved, what was typed stands there again",
    "my/drafts/<uuid:public_id>/check": "checked by the page itself: nothing is sent",
    "my/cases/<str:reference>/answer": "checked by the page itself: nothing is sent, what was typed stands there again",
}
