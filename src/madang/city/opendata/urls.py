"""The Open Data Plaza's addresses."""

from typing import Any

from django.urls import include, path, re_path

from madang.city.opendata.api.ckan.dump import dump as ckan_dump
from madang.city.opendata.api.ckan.frame import act as ckan_action
from madang.city.opendata.api.ckan.frame import version as ckan_version
from madang.city.opendata.views import downloads, feeds, harvests, machines, receipts, sql
from madang.city.opendata.views.catalogue import browse, usage
from madang.city.opendata.views.community import following, requests, showcase
from madang.city.opendata.views.dataset import about, chart, code, columns, correct, mapped, row, table, versions
from madang.city.opendata.views.gate import page as gate
from madang.city.opendata.views.publishing import corrections, describing, desk
from madang.city.opendata.views.publishing import versions as prepared

app_name = "opendata"
urlpatterns: list[Any] = [
    # Asking; before the names of data sets
    path("data/sql", sql.sql, name="sql"),
    path("data/receipts/<str:code>", receipts.receipt, name="receipt"),
    # The catalogue; before the names of data sets
    path("data", browse.index, name="catalogue"),
    path("data/suggest", browse.suggest, name="suggest"),
    path("data/feed", feeds.new, name="feed"),
    path("data/usage", usage.figures, name="usage"),
    re_path(r"^data/by/(?P<slug>[-\w]+)$", browse.publisher, name="publisher"),
    re_path(r"^data/by/(?P<slug>[-\w]+)/feed$", feeds.of_publisher, name="publisher-feed"),
    re_path(r"^data/series/(?P<slug>[-\w]+)$", browse.series, name="series"),
    path("data/requests", requests.requests, name="requests"),
    path("data/requests/ask", requests.ask, name="ask"),
    path("data/requests/<uuid:public_id>", requests.one, name="request"),
    path("data/requests/<uuid:public_id>/support", requests.support, name="request-support"),
    path("data/requests/<uuid:public_id>/take-back", requests.take_back, name="request-take-back"),
    path("data/requests/<uuid:public_id>/<slug:move>", requests.answer, name="request-answer"),
    path("data/showcase", showcase.showcase, name="showcase"),
    path("data/showcase/propose", showcase.propose, name="propose"),
    path("data/following", following.followed, name="followed"),
    re_path(r"^data/(?P<slug>[-\w]+)/follow$", following.follow, name="follow"),
    re_path(r"^data/(?P<slug>[-\w]+)\.atom$", feeds.of_dataset, name="dataset-feed"),
    path("staff/data/requests", requests.desk, name="staff-requests"),
    path("staff/data/showcase", showcase.desk, name="staff-showcase"),
    path("staff/data/showcase/<uuid:public_id>", showcase.judge, name="judge"),
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
    path("staff/data/versions/<uuid:version_id>/gate", gate.page, name="staff-gate"),
    # Downloads, queries and receipts
    # Catalogues for machines
    re_path(r"^catalog\.(?P<form>ttl|jsonld|rdf)$", machines.catalogue, name="catalog-data"),
    path("data.json", machines.data_json, name="data-json"),
    re_path(r"^data/(?P<slug>[-\w]+)\.(?P<form>ttl|jsonld|rdf)$", machines.dataset_data, name="dataset-data"),
    # Harvests
    path("staff/data/harvests", harvests.harvests, name="harvests"),
    path("staff/data/harvests/new", harvests.new, name="harvest-new"),
    path("staff/data/harvests/of/<slug:slug>", harvests.source, name="harvest"),
    path("staff/data/harvests/of/<slug:slug>/change", harvests.change, name="harvest-change"),
    path("staff/data/harvests/of/<slug:slug>/progress", harvests.progress, name="harvest-progress"),
    path("staff/data/harvests/of/<slug:slug>/start", harvests.start, name="harvest-start"),
    path("staff/data/harvests/of/<slug:slug>/stop", harvests.stop, name="harvest-stop"),
    # Protocols
    re_path(r"^api/3/?$", ckan_version, name="ckan-version"),
    re_path(r"^api/(?:3/)?action/(?P<name>\w+)$", ckan_action, name="ckan-action"),
    path("datastore/dump/<str:resource_id>", ckan_dump, name="ckan-dump"),
    path("", include("madang.city.opendata.api.ogc.urls")),
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
