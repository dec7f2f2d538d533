import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

OF_VOTES, BEGINS = Q(vote__isnull=False), Q(parent__isnull=True)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0006_conversation_frames"), ("voting", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="comment",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="proposals.proposal",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="vote",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="voting.vote",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=Q(proposal=None) ^ Q(vote=None), name="proposals_comment_on_one"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                F("proposal"),
                F("standing"),
                F("side"),
                condition=Q(proposal__isnull=False),
                name="proposals_comment_sides",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                F("vote"),
                F("score").desc(),
                F("id").desc(),
                condition=OF_VOTES & BEGINS,
                name="proposals_comment_vote_best",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                F("vote"), F("id").desc(), condition=OF_VOTES & BEGINS, name="proposals_comment_vote_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                F("vote"), F("standing"), F("side"), condition=OF_VOTES, name="proposals_comment_vote_sides"
            ),
        ),
    ]
