"""Citizen Cloud's addresses."""

from django.urls import path, re_path

from madang.city.portal.views import browse, cases, check, find, service, versions

app_name = "portal"
urlpatterns = [
    # Cases
    path("my/cases", cases.cases, name="cases"),
    path("my/cases/<str:reference>", cases.case, name="case"),
    path("staff/cases/<str:reference>", cases.case, name="staff-case"),
    # The catalogue; the last line takes every other word for the id of a service, so nothing may stand behind it
    path("services", browse.index, name="services"),
    re_path(r"^services\.(?P<form>ttl|jsonld)$", service.catalogue_data, name="catalogue-data"),
    path("services/find", find.find, name="find"),
    path("services/suggest", find.suggest, name="suggest"),
    path("services/a-z", browse.a_to_z, name="a-to-z"),
    path("services/a-z/<str:letter>", browse.a_to_z, name="letter"),
    re_path(r"^services/(?P<kind>life-event|topic|for|by)/(?P<code>[-\w]+)$", browse.subject, name="subject"),
    path("check", check.check, name="check"),
    path("staff/missed-words", find.missed_words, name="missed-words"),
    path("services/<slug:slug>/versions", versions.versions, name="versions"),
    path("services/<slug:slug>/versions/<int:number>", versions.version, name="version"),
    re_path(r"^services/(?P<slug>[-\w]+)\.(?P<form>ttl|jsonld)$", service.service_data, name="service-data"),
    path("services/<slug:slug>", service.service, name="service"),
]
