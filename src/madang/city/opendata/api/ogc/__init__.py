"""OGC API Features: data sets with a place, as collections that maps and desktop programs read."""
