"""Where the pictures of options are kept."""

from madang.city.kernel.pictures import Album

ALBUM = Album("votes", longest_side=1_200)
