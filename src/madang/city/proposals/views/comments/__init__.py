"""Pages of comments: read threads, write, reply, change, delete, translate, say which help."""
