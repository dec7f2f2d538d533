"""The store: originals and typed tables as files below OPENDATA_DIR. It knows neither the database nor HTTP."""
