"""Jobs of people."""

from django.core.mail import EmailMessage

from madang.city.kernel import clock
from madang.city.kernel.jobs import job
from madang.city.people import services


@job("people.send_mail", retries=3)
def send_mail(subject: str, body: str, sender: str, to: list[str]) -> None:
    """Try again to send a mail that the mail server refused."""
    EmailMessage(subject, body, sender, to).send()


@job("people.tidy", every="20 3 * * *")
def tidy(timestamp: int) -> None:
    """Every night: drop what has run out."""
    services.drop_expired(now=clock.now())
