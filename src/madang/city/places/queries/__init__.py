"""Read areas and addresses."""

from madang.city.places.queries.addresses import Door, addresses_like
from madang.city.places.queries.areas import (
    Area,
    area,
    area_by_code,
    area_options,
    areas,
    edition,
    levels,
    parents,
    parts_of,
    present,
    schemes,
)
from madang.city.places.queries.finding import AreaSearch, Found, FoundDoor, find, spot
from madang.city.places.queries.lookup import area_at, areas_at, areas_by_level_at, areas_named
from madang.city.places.queries.shapes import MapPicture, MapShape, area_geometry, areas_geojson, ground, picture

__all__ = [
    "Area",
    "AreaSearch",
    "Door",
    "Found",
    "FoundDoor",
    "MapPicture",
    "MapShape",
    "addresses_like",
    "area",
    "area_at",
    "area_by_code",
    "area_geometry",
    "area_options",
    "areas",
    "areas_at",
    "areas_by_level_at",
    "areas_geojson",
    "areas_named",
    "edition",
    "find",
    "ground",
    "levels",
    "parents",
    "parts_of",
    "picture",
    "present",
    "schemes",
    "spot",
]
