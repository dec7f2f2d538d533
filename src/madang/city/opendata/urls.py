"""The Open Data Plaza's addresses."""

from typing import Any

app_name = "opendata"
urlpatterns: list[Any] = [
    # The catalogue
    # Publishers' pages
    # The gate
    # Downloads, queries and receipts
    # Catalogues for machines
    # Harvests
]
