"""What must always hold: a pause stops no promise, and a breach stays as it was written."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BREACH, END, CAUSE = (
    f"inquiries_{name}" for name in ("breach", "breachend", "breachcause")
)
# Whoever gave a cause may be forgotten when their account goes; nothing else ever changes.
_KEPT = ("id", "breach_id", "cause", "detail", "given_at")
_IS_ANONYMISING = "NEW.given_by_id IS NULL"


def _sqlite() -> list[str]:
    refuse = "SELECT RAISE(ABORT, 'a breach stays as it was written')"
    same = " AND ".join([_IS_ANONYMISING, *(f"NEW.{name} IS OLD.{name}" for name in _KEPT)])
    return [
        *(
            f"CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} BEGIN {refuse}; END"
            for table in (BREACH, END)
            for verb in ("UPDATE", "DELETE")
        ),
        f"CREATE TRIGGER {CAUSE}_UPDATE BEFORE UPDATE ON {CAUSE} "
        f"WHEN NOT ({same}) BEGIN {refuse}; END",
        f"CREATE TRIGGER {CAUSE}_DELETE BEFORE DELETE ON {CAUSE} BEGIN {refuse}; END",
    ]


def _postgresql() -> list[str]:
    same = " AND ".join(
        [_IS_ANONYMISING, *(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _KEPT)]
    )
    call = "EXECUTE FUNCTION inquiries_breach_stays()"
    return [
        "CREATE FUNCTION inquiries_breach_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a breach stays as it was written' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        *(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}"
            for table in (BREACH, END)
        ),
        f"CREATE TRIGGER {CAUSE}_update BEFORE UPDATE ON {CAUSE} FOR EACH ROW "
        f"WHEN (NOT ({same})) {call}",
        f"CREATE TRIGGER {CAUSE}_delete BEFORE DELETE ON {CAUSE} FOR EACH ROW {call}",
    ]


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _postgresql() if is_postgresql else _sqlite():
        schema_editor.execute(statement)


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION inquiries_breach_stays() CASCADE")
        return
    for table in (BREACH, END, CAUSE):
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER {table}_{verb}")


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0007_promises_so_far")]

    operations = [
        migrations.AddConstraint(
            model_name='inquiry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pause_reason', ''), ('paused_since', None)), models.Q(('paused_since__isnull', False), models.Q(('pause_reason', ''), _negated=True)), _connector='OR'), name='inquiry_pause_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='inquiry',
            constraint=models.CheckConstraint(condition=models.Q(('paused_since', None), models.Q(('answered_at', None), ('closed_at', None), ('waiting_since', None)), _connector='OR'), name='inquiry_pause_stops_no_promise'),
        ),
        migrations.RunPython(protect, unprotect),
    ]
