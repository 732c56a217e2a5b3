"""Let nothing write over a breach either: SQLite's REPLACE asks no trigger for UPDATE or DELETE,
PostgreSQL's TRUNCATE none for rows."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# What makes a row the same one, besides its number.
KEYS = {
    "inquiries_breach": ("inquiry_id", "kind", "started_at", "due_at"),
    "inquiries_breachend": ("breach_id",),
    "inquiries_breachcause": (),
}


def _sqlite(table: str, key: tuple[str, ...]) -> str:
    same = " AND ".join(f"{name} IS NEW.{name}" for name in key)
    is_there = f"id = NEW.id OR ({same})" if key else "id = NEW.id"
    return (
        f"CREATE TRIGGER {table}_INSERT BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {is_there}) "  # noqa: S608  # names of ours
        "BEGIN SELECT RAISE(ABORT, 'a breach stays as it was written'); END"
    )


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table, key in KEYS.items():
        schema_editor.execute(
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION inquiries_breach_stays()"
            if schema_editor.connection.vendor == "postgresql"
            else _sqlite(table, key)
        )


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in KEYS:
        schema_editor.execute(
            f"DROP TRIGGER {table}_truncate ON {table}"
            if schema_editor.connection.vendor == "postgresql"
            else f"DROP TRIGGER {table}_INSERT"
        )


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0013_kind_index")]

    operations = [migrations.RunPython(protect, unprotect)]
