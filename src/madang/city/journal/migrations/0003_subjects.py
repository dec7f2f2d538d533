"""A note may be about many: each is found by itself, and erased by itself."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# Element by element as journal_kept_or_erased has it for one text; nothing comes, goes or changes its place.
ALL_KEPT_OR_ERASED = """
CREATE FUNCTION journal_all_kept_or_erased(old_texts varchar[], old_salts bytea[], new_texts varchar[], new_salts bytea[])
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (new_texts IS NOT DISTINCT FROM old_texts AND new_salts IS NOT DISTINCT FROM old_salts)
      OR (coalesce(cardinality(new_texts) = cardinality(old_texts) AND cardinality(new_salts) = cardinality(old_salts), false)
          AND (SELECT coalesce(bool_and(journal_kept_or_erased(old_texts[place], old_salts[place], new_texts[place], new_salts[place])), false)
               FROM generate_subscripts(old_texts, 1) AS place))
$$
"""
SUBJECTS_GUARD = """
CREATE FUNCTION journal_subjects_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT journal_all_kept_or_erased(OLD.subjects, OLD.subject_salts, NEW.subjects, NEW.subject_salts) THEN
    RAISE EXCEPTION 'the journal only grows: note % cannot be changed', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_only_grows")]
    operations = [
        migrations.AddField(
            model_name="note",
            name="subjects",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), null=True, size=None),
        ),
        migrations.AddField(
            model_name="note",
            name="subject_salts",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BinaryField(max_length=16, null=True), null=True, size=None
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE journal_note ADD CONSTRAINT note_subjects_have_salts"
            " CHECK (coalesce(cardinality(subjects), 0) = coalesce(cardinality(subject_salts), 0))",
            "ALTER TABLE journal_note DROP CONSTRAINT note_subjects_have_salts",
        ),
        migrations.AlterField(model_name="erasure", name="text", field=models.CharField(max_length=20)),
        migrations.AddIndex(
            model_name="note",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("subjects__isnull", False)), fields=["subjects"], name="note_subjects"
            ),
        ),
        migrations.RunSQL(
            ALL_KEPT_OR_ERASED, "DROP FUNCTION journal_all_kept_or_erased(varchar[], bytea[], varchar[], bytea[])"
        ),
        migrations.RunSQL(SUBJECTS_GUARD, "DROP FUNCTION journal_subjects_guard()"),
        migrations.RunSQL(
            "CREATE TRIGGER journal_subjects_guard BEFORE UPDATE OF subjects, subject_salts ON journal_note"
            " FOR EACH ROW EXECUTE FUNCTION journal_subjects_guard()",
            "DROP TRIGGER journal_subjects_guard ON journal_note",
        ),
    ]
