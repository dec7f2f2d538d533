"""CKAN's action API (version 3): the catalogue and its tables as CKAN's clients know them."""
