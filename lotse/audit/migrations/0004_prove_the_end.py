"""Prove the newest entry of a log that is there already."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from lotse.audit import chain


def prove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    key = settings.SECRET_KEY.encode()
    for link in apps.get_model("audit", "AuditChain").objects.exclude(last_number=0):
        facts = {"number": link.last_number, "seal": link.last_seal}
        link.last_proof = chain.seal(key, "last", facts)
        link.save(update_fields=["last_proof"])


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_end_of_the_chain")]

    operations = [migrations.RunPython(prove, migrations.RunPython.noop)]
