"""Addresses of the journal."""

from django.urls import URLPattern

app_name = "journal"
urlpatterns: list[URLPattern] = []
