"""Results: what was counted, and the certificate from which anybody can count it again."""

from django.db import models


class Result(models.Model):
    """The result of a vote as it was counted, once.

    figures      winners, ranking, rounds, ties, turnout, quorum, tables by group with what must be hidden left out
    certificate  the canonical text that is signed, as ``rules.certificates`` writes it
    signature    Ed25519 over the certificate, base64
    """

    vote = models.OneToOneField("voting.Vote", on_delete=models.CASCADE, primary_key=True, related_name="result")
    figures = models.JSONField()
    certificate = models.TextField()
    signature = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"result of {self.vote_id}"
