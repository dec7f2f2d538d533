"""Applying: start, step by step, check, send, receipt; drafts thrown away and taken back; files handed out."""
