"""Addresses of places."""

from django.urls import path

from madang.city.places import views

app_name = "places"
urlpatterns = [
    path("", views.places, name="places"),
    path("find", views.find, name="find"),
    path("<slug:scheme>.geojson", views.areas_geojson, name="areas-geojson"),
    path("<slug:scheme>/<str:code>.geojson", views.area_geojson, name="area-geojson"),
    path("<slug:scheme>/", views.scheme, name="scheme"),
    path("<slug:scheme>/<str:code>", views.area, name="area"),
]
