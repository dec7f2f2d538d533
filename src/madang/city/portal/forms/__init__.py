"""Forms of Citizen Cloud: one room for each subject."""
