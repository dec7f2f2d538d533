"""Addresses of people, below /account/."""

from django.urls import URLPattern

app_name = "people"
urlpatterns: list[URLPattern] = []
