"""Home and what spans the systems."""

from django.urls import path

from madang.city.web.views.about import about, accessibility, privacy
from madang.city.web.views.care import care
from madang.city.web.views.home import home
from madang.city.web.views.jobs import failed_jobs
from madang.city.web.views.search import search

app_name = "web"
urlpatterns = [
    path("", home, name="home"),
    path("search", search, name="search"),
    path("about", about, name="about"),
    path("accessibility", accessibility, name="accessibility"),
    path("privacy", privacy, name="privacy"),
    path("staff/care", care, name="care"),
    path("staff/jobs", failed_jobs, name="failed-jobs"),
]
