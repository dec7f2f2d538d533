"""The Open Data Plaza's addresses."""

from typing import Any

from django.urls import path, re_path

from madang.city.opendata.api.ckan.dump import dump as ckan_dump
from madang.city.opendata.api.ckan.frame import act as ckan_action
from madang.city.opendata.views import machines, receipts, sql

app_name = "opendata"
urlpatterns: list[Any] = [
    # Asking; before the names of data sets
    path("data/sql", sql.sql, name="sql"),
    path("data/receipts/<str:code>", receipts.receipt, name="receipt"),
    # The catalogue
    # Publishers' pages
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
]
