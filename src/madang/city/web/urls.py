"""Home and what spans the systems."""

from django.urls import path

from madang.city.web import views
from madang.city.web.views.jobs import failed_jobs

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("staff/jobs", failed_jobs, name="failed-jobs"),
]
