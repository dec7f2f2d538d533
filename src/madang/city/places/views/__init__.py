"""Pages of places, and the shapes of areas as GeoJSON."""

from madang.city.places.views.geojson import area_geojson, areas_geojson
from madang.city.places.views.pages import area, find, places, scheme

__all__ = ["area", "area_geojson", "areas_geojson", "find", "places", "scheme"]
