"""Writes of Citizen Cloud, one room for each subject: publishing, importing, links; drafts; cases."""
