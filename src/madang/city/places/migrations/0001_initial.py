"""First tables."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(default=0)),
                ('changed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='edition_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Street',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=60)),
                ('code', models.CharField(max_length=60)),
                ('name', models.JSONField(default=dict)),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=None)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['grams'], name='street_grams')],
                'constraints': [models.UniqueConstraint(fields=('register', 'code'), name='street_once')],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(max_length=60)),
                ('code', models.CharField(max_length=60)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, help_text='The first day on which it no longer stands', null=True)),
                ('level', models.CharField(max_length=40)),
                ('name', models.JSONField(default=dict)),
                ('geometry', models.BinaryField()),
                ('longitude', models.FloatField()),
                ('latitude', models.FloatField()),
                ('west', models.FloatField()),
                ('south', models.FloatField()),
                ('east', models.FloatField()),
                ('north', models.FloatField()),
                ('square_metres', models.FloatField()),
                ('population', models.PositiveIntegerField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='places.area')),
            ],
            options={
                'indexes': [models.Index(fields=['scheme', 'level', 'code'], name='area_scheme_level')],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'code', 'valid_from'), name='area_once_a_day'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('scheme', 'code'), name='area_one_present'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='area_lasts'), models.CheckConstraint(condition=models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), name='area_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='House',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20)),
                ('postcode', models.CharField(blank=True, max_length=12)),
                ('longitude', models.FloatField()),
                ('latitude', models.FloatField()),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='houses', to='places.street')),
            ],
            options={
                'indexes': [models.Index(fields=['postcode'], name='house_postcode')],
                'constraints': [models.UniqueConstraint(fields=('street', 'number'), name='house_once')],
            },
        ),
    ]
