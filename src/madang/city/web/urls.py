"""Home and what spans the systems."""

from django.urls import path

from madang.city.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
]
