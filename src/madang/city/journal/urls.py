"""Addresses of the journal."""

from django.urls import path

from madang.city.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.journal, name="journal"),
    path("journal.csv", views.export, name="export"),
    path("verify", views.verify, name="verify"),
]
