"""mVoting: residents and the city ask, everybody entitled answers, anybody can count again."""

from django.apps import AppConfig


class VotingConfig(AppConfig):
    """Registers what voting offers to the rest of the city."""

    name = "madang.city.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register sentences, verbs, notices, the search source, data sets and what is held about people."""
        from madang.city.kernel import refusals
        from madang.city.kernel.http import cookieless
        from madang.city.kernel.registries import datasets, journal_verbs, notice_kinds, personal_data, search
        from madang.city.voting.datasets import SOURCES
        from madang.city.voting.queries.search import VoteSearch
        from madang.city.voting.services import secret, staff_sentences
        from madang.city.voting.services.held import VotesHeld
        from madang.city.voting.services.sentences import NOTICE_KINDS, SENTENCES, VERBS

        for sentences, verbs in (
            (SENTENCES, VERBS),
            (secret.SENTENCES, secret.VERBS),
            (staff_sentences.SENTENCES, staff_sentences.VERBS),
        ):
            refusals.register_sentences(sentences)
            journal_verbs.register(verbs)
        for kind in NOTICE_KINDS:
            notice_kinds.register(kind)
        search.register(VoteSearch())
        for source in SOURCES:
            datasets.register(source)
        personal_data.register(VotesHeld())
        cookieless.register(r"/votes/[^/]+/(box|log/.+)")
