"""Every address of the site, system by system."""

from django.urls import include, path

from madang.city.kernel.http import health
from madang.city.kernel.http.api import make_api
from madang.city.opendata.api import router as opendata_api
from madang.city.people.views import devices
from madang.city.portal.api import router as portal_api

api = make_api()
api.add_router("", portal_api)
api.add_router("", opendata_api)

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("look/", include("madang.city.look.urls")),
    path("account/", include("madang.city.people.urls")),
    path("account/", include("allauth.urls")),
    path("identity/o/device", devices.confirm),
    path("", include("allauth.idp.urls")),
    path("journal/", include("madang.city.journal.urls")),
    path("places/", include("madang.city.places.urls")),
    path("notices/", include("madang.city.notices.urls")),
    path("", include("madang.city.opendata.urls")),
    path("", include("madang.city.portal.urls")),
    path("", include("madang.city.proposals.urls")),
    path("", include("madang.city.voting.urls")),
    path("", include("madang.city.web.urls")),
]
handler400 = "madang.city.look.views.bad_request"
handler403 = "madang.city.look.views.forbidden"
handler404 = "madang.city.look.views.not_found"
handler500 = "madang.city.look.views.broken"
