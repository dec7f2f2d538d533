"""Addresses of the look, under /look/."""

from django.urls import path

from madang.city.look import views

app_name = "look"
urlpatterns = [
    path("city.css", views.city_css, name="city-css"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
    path("offline", views.offline, name="offline"),
    path("components", views.components, name="components"),
]
