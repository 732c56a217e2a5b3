"""Count what is published already as the first edition, so that it can be cited with a number."""

from django.db import migrations


def count_first(apps, schema_editor):
    Edition = apps.get_model("knowledge", "Edition")
    for kind, name in (("example", "Example"), ("answer", "Answer")):
        published = apps.get_model("knowledge", name).objects.exclude(last_published_at=None)
        rows = published.values_list("pk", "last_published_at").iterator(chunk_size=1000)
        Edition.objects.bulk_create(
            (
                Edition(kind=kind, object_id=pk, number=1, published_at=published_at)
                for pk, published_at in rows
            ),
            batch_size=500,
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_addresses_and_evidence")]
    operations = [migrations.RunPython(count_first, migrations.RunPython.noop)]
