"""Receive files, have them read, read them again with other types, throw away what is not wanted."""

from madang.city.opendata.services.uploading.reading import read, read_now
from madang.city.opendata.services.uploading.receiving import discard, read_again, receive, room_left

__all__ = ["discard", "read", "read_again", "read_now", "receive", "room_left"]
