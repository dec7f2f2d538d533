"""Corrections: residents propose them for a row, the publisher takes them up or not, what is taken up is the next version."""

from madang.city.opendata.services.correcting.answering import accept, decline, make_version
from madang.city.opendata.services.correcting.held import CorrectionsHeld
from madang.city.opendata.services.correcting.proposing import propose, withdraw

__all__ = ["CorrectionsHeld", "accept", "decline", "make_version", "propose", "withdraw"]
