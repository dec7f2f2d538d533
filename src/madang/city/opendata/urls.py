"""The Open Data Plaza's addresses."""

from typing import Any

from django.urls import path, re_path

from madang.city.opendata.api.ckan.dump import dump as ckan_dump
from madang.city.opendata.api.ckan.frame import act as ckan_action
from madang.city.opendata.views import downloads, machines, receipts, sql
from madang.city.opendata.views.dataset import about, chart, code, columns, correct, mapped, row, table, versions
from madang.city.opendata.views.publishing import corrections, describing, desk
from madang.city.opendata.views.publishing import versions as prepared

app_name = "opendata"
urlpatterns: list[Any] = [
    # Asking; before the names of data sets
    path("data/sql", sql.sql, name="sql"),
    path("data/receipts/<str:code>", receipts.receipt, name="receipt"),
    # The catalogue
    # Publishers' pages
    path("staff/data", desk.desk, name="staff-data"),
    path("staff/data/new", describing.new, name="staff-new"),
    path("staff/data/corrections", corrections.corrections, name="staff-corrections"),
    path("staff/data/corrections/<uuid:correction_id>", corrections.answer, name="staff-answer"),
    path("staff/data/versions/<uuid:version_id>", prepared.version, name="staff-version"),
    path("staff/data/versions/<uuid:version_id>/progress", prepared.progress, name="staff-progress"),
    path("staff/data/versions/<uuid:version_id>/read", prepared.reread, name="staff-reread"),
    path("staff/data/versions/<uuid:version_id>/publish", prepared.publish, name="staff-publish"),
    path("staff/data/versions/<uuid:version_id>/discard", prepared.discard, name="staff-discard"),
    path("staff/data/sets/<str:slug>", describing.dataset, name="staff-dataset"),
    path("staff/data/sets/<str:slug>/describe", describing.describe, name="staff-describe"),
    path("staff/data/sets/<str:slug>/file", describing.receive, name="staff-receive"),
    path("staff/data/sets/<str:slug>/withdraw", describing.withdraw, name="staff-withdraw"),
    path("staff/data/sets/<str:slug>/restore", describing.restore, name="staff-restore"),
    # The gate
    # Downloads, queries and receipts
    # Catalogues for machines
    re_path(r"^catalog\.(?P<form>ttl|jsonld|rdf)$", machines.catalogue, name="catalog-data"),
    path("data.json", machines.data_json, name="data-json"),
    re_path(r"^data/(?P<slug>[-\w]+)\.(?P<form>ttl|jsonld|rdf)$", machines.dataset_data, name="dataset-data"),
    # Harvests
    # Protocols
    re_path(r"^api/(?:3/)?action/(?P<name>\w+)$", ckan_action, name="ckan-action"),
    path("datastore/dump/<str:resource_id>", ckan_dump, name="ckan-dump"),
    # A data set's page
    re_path(r"^data/(?P<slug>[-\w]+)$", about.dataset, name="dataset"),
    re_path(r"^data/(?P<slug>[-\w]+)/table$", table.table, name="table"),
    re_path(r"^data/(?P<slug>[-\w]+)/chart$", chart.chart, name="chart"),
    re_path(r"^data/(?P<slug>[-\w]+)/chart/receipt$", chart.receipt, name="chart-receipt"),
    re_path(r"^data/(?P<slug>[-\w]+)/map$", mapped.mapped, name="map"),
    re_path(r"^data/(?P<slug>[-\w]+)/columns$", columns.columns, name="columns"),
    re_path(r"^data/(?P<slug>[-\w]+)/code$", code.code, name="code"),
    re_path(r"^data/(?P<slug>[-\w]+)/versions$", versions.versions, name="versions"),
    re_path(r"^data/(?P<slug>[-\w]+)/diff$", versions.diff, name="diff"),
    re_path(r"^data/(?P<slug>[-\w]+)/v/(?P<number>\d{1,9})$", about.version, name="version"),
    re_path(r"^data/(?P<slug>[-\w]+)/rows/(?P<number>\d{1,9})$", row.row, name="row"),
    re_path(r"^data/(?P<slug>[-\w]+)/rows/(?P<number>\d{1,9})/correct$", correct.correct, name="correct"),
    re_path(r"^data/(?P<slug>[-\w]+)\.(?P<form>csv|xlsx|parquet|geojson)$", downloads.download, name="download"),
]
