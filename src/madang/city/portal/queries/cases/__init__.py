"""Reads of cases. Access is decided in one place, rules.cases.who_may_see."""
