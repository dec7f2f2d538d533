from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0007_comments_of_votes")]

    operations = [
        migrations.RemoveConstraint(model_name="moderationcase", name="proposals_moderated_why"),
        migrations.AddConstraint(
            model_name="moderationcase",
            constraint=models.CheckConstraint(
                condition=models.Q(why__in=["reported", "scored", "first", "noticed"]), name="proposals_moderated_why"
            ),
        ),
    ]
