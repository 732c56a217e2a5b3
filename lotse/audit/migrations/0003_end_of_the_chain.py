"""Room for a proof of the newest entry; nothing writes over entries or empties the log."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = """
    CREATE TRIGGER audit_entry_not_replaced BEFORE INSERT ON audit_auditentry
    WHEN EXISTS (SELECT 1 FROM audit_auditentry WHERE number = NEW.number OR seal = NEW.seal)
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
"""
# SQLite makes a table anew to add a column, and refuses while a trigger names it.
KEPT = """
    CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_auditentry
    WHEN EXISTS (SELECT 1 FROM audit_auditchain WHERE anchor_number < OLD.number)
    BEGIN SELECT RAISE(ABORT, 'audit entries are removed by retention alone'); END
"""
POSTGRESQL = """
    CREATE FUNCTION audit_entry_not_emptied() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'audit entries are removed by retention alone'; END
    $$ LANGUAGE plpgsql;
    CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_not_emptied()
"""


def set_aside(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER audit_entry_kept")


def put_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(KEPT)


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL if is_postgresql else SQLITE)


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION audit_entry_not_emptied() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER audit_entry_not_replaced")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_only_ever_added")]

    operations = [
        migrations.RunPython(set_aside, put_back),
        migrations.AddField(
            model_name="auditchain",
            name="last_proof",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.RunPython(put_back, set_aside),
        migrations.RunPython(protect, unprotect),
    ]
