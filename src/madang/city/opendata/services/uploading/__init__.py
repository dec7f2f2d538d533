"""Receive files, have them read, read them again with other types, throw away what is not wanted."""

from madang.city.opendata.services.uploading.reading import read, read_now
from madang.city.opendata.services.uploading.receiving import discard, read_again, receive, room_left
from madang.city.opendata.store.reading import kept as one_reader

__all__ = ["discard", "one_reader", "read", "read_again", "read_now", "receive", "room_left"]
