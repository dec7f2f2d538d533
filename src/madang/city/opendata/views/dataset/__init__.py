"""A data set's page for residents, and the pages that belong to it."""
