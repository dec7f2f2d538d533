"""Which type a column has, decided on all of its values."""
