"""The database itself refuses to change or delete what the journal holds."""

from django.db import migrations

# A text stays as it is, or becomes '#' and its salted hash while its salt vanishes; nothing else.
KEPT_OR_ERASED = """
CREATE FUNCTION journal_kept_or_erased(old_text text, old_salt bytea, new_text text, new_salt bytea) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT (new_text = old_text AND new_salt IS NOT DISTINCT FROM old_salt)
      OR (old_salt IS NOT NULL AND new_salt IS NULL
          AND new_text = '#' || encode(sha256(old_salt || convert_to(old_text, 'UTF8')), 'hex'))
$$
"""
NOTE_GUARD = """
CREATE FUNCTION journal_note_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'the journal only grows: note % cannot be deleted', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.batch_id IS NOT NULL THEN
      RAISE EXCEPTION 'a note is added unsealed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.at, NEW.verb) IS DISTINCT FROM (OLD.id, OLD.at, OLD.verb)
     OR (OLD.batch_id IS NOT NULL
         AND (NEW.batch_id, NEW.place, NEW.leaf) IS DISTINCT FROM (OLD.batch_id, OLD.place, OLD.leaf))
     OR NOT journal_kept_or_erased(OLD.about, OLD.about_salt, NEW.about, NEW.about_salt)
     OR NOT journal_kept_or_erased(OLD.actor, OLD.actor_salt, NEW.actor, NEW.actor_salt)
     OR NOT journal_kept_or_erased(OLD.details, OLD.details_salt, NEW.details, NEW.details_salt)
  THEN
    RAISE EXCEPTION 'the journal only grows: note % cannot be changed', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$
"""
ROW_GUARD = """
CREATE FUNCTION journal_row_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal only grows: % refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunSQL(
            KEPT_OR_ERASED, "DROP FUNCTION journal_kept_or_erased(text, bytea, text, bytea)"
        ),
        migrations.RunSQL(NOTE_GUARD, "DROP FUNCTION journal_note_guard()"),
        migrations.RunSQL(ROW_GUARD, "DROP FUNCTION journal_row_guard()"),
        migrations.RunSQL(
            "CREATE TRIGGER journal_note_guard BEFORE INSERT OR UPDATE OR DELETE ON journal_note"
            " FOR EACH ROW EXECUTE FUNCTION journal_note_guard()",
            "DROP TRIGGER journal_note_guard ON journal_note",
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION journal_row_guard()",
                f"DROP TRIGGER {table}_guard ON {table}",
            )
            for table in ("journal_batch", "journal_erasure", "journal_verification")
        ),
    ]
