"""Addresses of notices."""

from django.urls import path

from madang.city.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("count", views.count, name="count"),
    path("read", views.read_some, name="read-some"),
    path("read-all", views.read_all, name="read-all"),
    path("wishes", views.wishes, name="wishes"),
    path("stop/<str:token>", views.stop, name="stop"),
    path("push/key", views.push_key, name="push-key"),
    path("push/subscribe", views.subscribe, name="push-subscribe"),
    path("push/<slug:slug>/end", views.end_browser, name="push-end"),
    path("failed", views.failed, name="failed"),
    path("failed/retry", views.retry, name="retry"),
    path("on/<slug:slug>", views.notice, name="notice"),
]
