"""Madang: the yard where a city and its residents meet."""

__version__ = "0.1.0"
