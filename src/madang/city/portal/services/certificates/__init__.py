"""Certificates and other documents that a case gives: issued, withdrawn, printed, purged."""

from madang.city.portal.services.certificates.issuing import issue, purge_kept, purge_with, withdraw
from madang.city.portal.services.certificates.printing import as_pdf, check_url, facts_of, qr_drawing, words_of

__all__ = ["as_pdf", "check_url", "facts_of", "issue", "purge_kept", "purge_with", "qr_drawing", "withdraw", "words_of"]
