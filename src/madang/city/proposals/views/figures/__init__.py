"""Figures of ideas for everybody: charts, tables, files and receipts."""
