"""Let the database itself refuse to change entries, or to remove them before their time."""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_auditentry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
    """,
    """
    CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_auditentry
    WHEN EXISTS (SELECT 1 FROM audit_auditchain WHERE anchor_number < OLD.number)
    BEGIN SELECT RAISE(ABORT, 'audit entries are removed by retention alone'); END
    """,
)
POSTGRES = (
    """
    CREATE FUNCTION audit_entry_guard() RETURNS trigger AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND NOT EXISTS (
        SELECT 1 FROM audit_auditchain WHERE anchor_number < OLD.number
      ) THEN RETURN OLD; END IF;
      RAISE EXCEPTION 'audit entries are never changed, and removed by retention alone';
    END $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()
    """,
)
UNDO_SQLITE = (
    "DROP TRIGGER audit_entry_stays",
    "DROP TRIGGER audit_entry_kept",
)
UNDO_POSTGRES = (
    "DROP TRIGGER audit_entry_stays ON audit_auditentry",
    "DROP FUNCTION audit_entry_guard()",
)


def _run(for_sqlite, for_postgres):
    def run(apps, schema_editor):
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        for statement in for_sqlite if is_sqlite else for_postgres:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(_run(SQLITE, POSTGRES), _run(UNDO_SQLITE, UNDO_POSTGRES)),
    ]
