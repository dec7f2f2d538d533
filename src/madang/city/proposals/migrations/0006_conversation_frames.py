from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_similar_comments_moderation")]

    operations = [
        migrations.AddField(model_name="conversation", name="text", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="conversation", name="ends_on", field=models.DateField(blank=True, null=True)),
    ]
