"""Reads of Oasis: frozen values go out."""
