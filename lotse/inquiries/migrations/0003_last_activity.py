"""Fill the time of the latest message for inquiries that are there already."""

from typing import Any

from django.db import migrations
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce


def fill(apps: Any, schema_editor: Any) -> None:
    message, inquiry = (apps.get_model("inquiries", name) for name in ("Message", "Inquiry"))
    latest = (
        message.objects.filter(inquiry=OuterRef("pk"))
        .order_by()
        .values("inquiry")
        .annotate(at=Max("created_at"))
        .values("at")
    )
    inquiry.objects.update(last_activity_at=Coalesce(Subquery(latest), "received_at"))


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0002_cases")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
