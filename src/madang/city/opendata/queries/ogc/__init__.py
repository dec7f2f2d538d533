"""Reads of data sets as collections of features (OGC API Features)."""

from madang.city.opendata.queries.ogc.collections import Collection, Page, collection, collections
from madang.city.opendata.queries.ogc.features import MOST_ITEMS, Asked, Items, item, items

__all__ = ["MOST_ITEMS", "Asked", "Collection", "Items", "Page", "collection", "collections", "item", "items"]
