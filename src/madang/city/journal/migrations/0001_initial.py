"""First tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('sealed', models.BigIntegerField()),
                ('unsealed', models.BigIntegerField()),
                ('head', models.CharField(max_length=90)),
                ('first_broken', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('sealed_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('merkle_root', models.BinaryField(max_length=32)),
                ('previous_hash', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32, unique=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gt', 0), ('sequence__gt', 0)), name='batch_seals_something')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('verb', models.CharField(max_length=60)),
                ('about', models.CharField(max_length=120)),
                ('about_salt', models.BinaryField(max_length=16, null=True)),
                ('actor', models.CharField(max_length=120)),
                ('actor_salt', models.BinaryField(max_length=16, null=True)),
                ('details', models.TextField(default='{}', help_text='Canonical JSON: sorted keys, no blanks')),
                ('details_salt', models.BinaryField(max_length=16, null=True)),
                ('place', models.PositiveIntegerField(null=True)),
                ('leaf', models.BinaryField(max_length=32, null=True)),
                ('batch', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='journal.batch')),
            ],
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=10)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.note')),
                ('note', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='journal.note')),
            ],
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(fields=['about', '-id'], name='note_about'),
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(fields=['actor', '-id'], name='note_actor'),
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(fields=['verb', '-id'], name='note_verb'),
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(condition=models.Q(('batch', None)), fields=['id'], name='note_unsealed'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.UniqueConstraint(fields=('batch', 'place'), name='note_place_in_batch'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch', None), ('leaf', None), ('place', None)), models.Q(('batch__isnull', False), ('leaf__isnull', False), ('place__isnull', False)), _connector='OR'), name='note_sealed_with_a_place'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(fields=('note', 'text'), name='erasure_once'),
        ),
    ]
