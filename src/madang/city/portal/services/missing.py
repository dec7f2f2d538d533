"""Record words that found nothing, for the editors; never who asked."""

from datetime import date

from django.db import connection

from madang.city.portal.rules.missed import MOST_A_DAY, kept_words


def record_miss(*, query: str, lang: str, today: date) -> bool:
    """Count words that found nothing; return whether anything was kept.

    A day holds a limited number of different words, so that a program that asks nonsense cannot fill the table.
    """
    words = kept_words(query)
    if not words:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO portal_searchmiss AS kept (day, lang, words, count) "
            "SELECT %s, %s, %s, 1 WHERE (SELECT count(*) FROM portal_searchmiss WHERE day = %s) < %s "
            "ON CONFLICT (day, lang, words) DO UPDATE SET count = kept.count + 1",
            [today, lang, words, today, MOST_A_DAY],
        )
        return bool(cursor.rowcount)
