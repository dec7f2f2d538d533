"""Reads of Citizen Cloud, one room for each subject: catalogue, finding, export; cases."""
