"""The addresses of OGC API Features, below /ogc."""

from django.urls import path, re_path

from madang.city.opendata.api.ogc import views

_SLUG = r"^ogc/collections/(?P<slug>[-\w]+)"
urlpatterns = [
    re_path(r"^ogc/?$", views.landing, name="ogc"),
    path("ogc/conformance", views.conformance, name="ogc-conformance"),
    path("ogc/api", views.description, name="ogc-api"),
    path("ogc/collections", views.collections, name="ogc-collections"),
    re_path(_SLUG + "$", views.collection, name="ogc-collection"),
    re_path(_SLUG + "/queryables$", views.queryables, name="ogc-queryables"),
    re_path(_SLUG + "/items$", views.items, name="ogc-items"),
    re_path(_SLUG + "/items/(?P<number>[^/]+)$", views.item, name="ogc-item"),
]
