from django.db import migrations

FORWARD = """
ALTER TABLE opendata_dataset ADD COLUMN written xid8;
CREATE INDEX opendata_dataset_written ON opendata_dataset (written);
CREATE FUNCTION opendata_dataset_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER opendata_dataset_written BEFORE INSERT OR UPDATE ON opendata_dataset
    FOR EACH ROW EXECUTE FUNCTION opendata_dataset_written();
UPDATE opendata_dataset SET uses = uses;
"""
BACK = """
DROP TRIGGER opendata_dataset_written ON opendata_dataset;
DROP FUNCTION opendata_dataset_written();
ALTER TABLE opendata_dataset DROP COLUMN written;
"""


class Migration(migrations.Migration):
    """Each data set notes the transaction that wrote it last, so that the shelf in memory reads only what is new."""

    dependencies = [("opendata", "0003_gatherings")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
