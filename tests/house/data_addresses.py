"""The addresses of the Open Data Plaza, as ``addresses`` lists those of the others."""

from tests.house.kinds import ADMINISTRATOR, AUDITOR, CHIEF, FLOW, PREPARES, PUBLIC, PUBLISHER, SIGNED_IN, STAFF, TOKEN

DATASET = r"^data/(?P<slug>[-\w]+)"
ITEMS = r"^ogc/collections/(?P<slug>[-\w]+)"
API = "api/v1/datasets/<slug>"
VERSION = "staff/data/versions/<uuid:version_id>"
SETS = "staff/data/sets/<str:slug>"
HARVEST = "staff/data/harvests/of/<slug:slug>"
WISH = "data/requests/<uuid:public_id>"

DATA_ADDRESSES = {
    # Reading
    "data": (PUBLIC, "/data"),
    "data/feed": (PUBLIC, "/data/feed"),
    "data/suggest": (PUBLIC, "/data/suggest?q=wi"),
    "data/usage": (PUBLIC, "/data/usage"),
    "data/sql": (PUBLIC, "/data/sql"),
    "data/receipts/<str:code>": (PUBLIC, "/data/receipts/{receipt}"),
    r"^data/by/(?P<slug>[-\w]+)$": (PUBLIC, "/data/by/{publisher}"),
    r"^data/by/(?P<slug>[-\w]+)/feed$": (PUBLIC, "/data/by/{publisher}/feed"),
    r"^data/series/(?P<slug>[-\w]+)$": (PUBLIC, "/data/series/{series}"),
    DATASET + "$": (PUBLIC, "/data/{dataset}"),
    **{DATASET + f"/{name}$": (PUBLIC, f"/data/{{dataset}}/{name}") for name in ("table", "chart", "map", "columns", "code", "versions")},
    DATASET + "/chart/receipt$": (FLOW, "/data/{dataset}/chart/receipt"),
    DATASET + "/diff$": (PUBLIC, "/data/{dataset}/diff?from=1&to=2"),
    DATASET + r"/v/(?P<number>\d{1,9})$": (PUBLIC, "/data/{dataset}/v/1"),
    DATASET + r"/rows/(?P<number>\d{1,9})$": (PUBLIC, "/data/{dataset}/rows/1"),
    DATASET + r"/rows/(?P<number>\d{1,9})/correct$": (FLOW, "/data/{dataset}/rows/1/correct"),
    DATASET + "/follow$": (SIGNED_IN, "/data/{dataset}/follow"),
    DATASET + r"\.atom$": (PUBLIC, "/data/{dataset}.atom"),
    DATASET + r"\.(?P<form>csv|xlsx|parquet|geojson)$": (PUBLIC, "/data/{dataset}.csv"),
    DATASET + r"\.(?P<form>ttl|jsonld|rdf)$": (PUBLIC, "/data/{dataset}.ttl"),
    r"^catalog\.(?P<form>ttl|jsonld|rdf)$": (PUBLIC, "/catalog.ttl"),
    "data.json": (PUBLIC, "/data.json"),
    # Taking part
    "data/following": (SIGNED_IN, "/data/following"),
    "data/requests": (PUBLIC, "/data/requests"),
    "data/requests/ask": (FLOW, "/data/requests/ask"),
    WISH: (PUBLIC, "/data/requests/{wish}"),
    WISH + "/support": (FLOW, "/data/requests/{wish}/support"),
    WISH + "/take-back": (FLOW, "/data/requests/{wish}/take-back"),
    WISH + "/<slug:move>": (FLOW, "/data/requests/{wish}/decline"),
    "data/showcase": (PUBLIC, "/data/showcase"),
    "data/showcase/propose": (FLOW, "/data/showcase/propose"),
    # Publishers
    "staff/data": (STAFF, "/staff/data"),
    "staff/data/new": (PREPARES, "/staff/data/new"),
    "staff/data/corrections": (STAFF, "/staff/data/corrections"),
    "staff/data/corrections/<uuid:correction_id>": (PUBLISHER, "/staff/data/corrections/{correction}"),
    VERSION: (PUBLISHER, "/staff/data/versions/{version}"),
    **{f"{VERSION}/{name}": (PUBLISHER, f"/staff/data/versions/{{version}}/{name}") for name in ("progress", "read", "publish", "discard")},
    VERSION + "/gate": (PUBLISHER, "/staff/data/versions/{version}/gate"),
    SETS: (PUBLISHER, "/staff/data/sets/{prepared}"),
    **{f"{SETS}/{name}": (PUBLISHER, f"/staff/data/sets/{{prepared}}/{name}") for name in ("describe", "file", "withdraw")},
    SETS + "/restore": (PUBLISHER, "/staff/data/sets/{withdrawn}/restore"),
    "staff/data/requests": (STAFF, "/staff/data/requests"),
    "staff/data/showcase": (CHIEF, "/staff/data/showcase"),
    "staff/data/showcase/<uuid:public_id>": (CHIEF, "/staff/data/showcase/{work}"),
    "staff/data/harvests": (AUDITOR, "/staff/data/harvests"),
    "staff/data/harvests/new": (ADMINISTRATOR, "/staff/data/harvests/new"),
    HARVEST: (AUDITOR, "/staff/data/harvests/of/{harvest}"),
    **{
        f"{HARVEST}/{name}": (ADMINISTRATOR, f"/staff/data/harvests/of/{{harvest}}/{name}")
        for name in ("change", "start", "stop")
    },
    HARVEST + "/progress": (AUDITOR, "/staff/data/harvests/of/{harvest}/progress"),
    # Programs
    "api/v1/datasets": (PUBLIC, "/api/v1/datasets"),
    API: (PUBLIC, "/api/v1/datasets/{dataset}"),
    **{
        f"{API}/{name}": (PUBLIC, f"/api/v1/datasets/{{dataset}}/{name}")
        for name in ("rows", "versions", "versions.atom", "changes", "changes.csv", "changes.atom")
    },
    API + "/versions/<number>": (PUBLIC, "/api/v1/datasets/{dataset}/versions/1"),
    "api/v1/sql": (PUBLIC, "/api/v1/sql"),
    "api/v1/versions/<version_id>": (TOKEN, "/api/v1/versions/{version}"),
    "api/v1/versions/<version_id>/decide": (TOKEN, "/api/v1/versions/{version}/decide"),
    "api/v1/versions/<version_id>/publish": (TOKEN, "/api/v1/versions/{version}/publish"),
    r"^api/(?:3/)?action/(?P<name>\w+)$": (PUBLIC, "/api/3/action/package_list"),
    "^api/3/?$": (PUBLIC, "/api/3"),
    "datastore/dump/<str:resource_id>": (PUBLIC, "/datastore/dump/{resource}"),
    "^ogc/?$": (PUBLIC, "/ogc"),
    **{f"ogc/{name}": (PUBLIC, f"/ogc/{name}") for name in ("api", "conformance", "collections")},
    ITEMS + "$": (PUBLIC, "/ogc/collections/{dataset}"),
    ITEMS + "/items$": (PUBLIC, "/ogc/collections/{dataset}/items"),
    ITEMS + "/items/(?P<number>[^/]+)$": (PUBLIC, "/ogc/collections/{dataset}/items/1"),
    ITEMS + "/queryables$": (PUBLIC, "/ogc/collections/{dataset}/queryables"),
}  # fmt: skip

DATA_NO_FORM_TOKEN = {
    "datastore/dump/<str:resource_id>": "answers no POST",
    r"^api/(?:3/)?action/(?P<name>\w+)$": "reads for everybody; writes need a token in the head, cookies count for nothing",
}
