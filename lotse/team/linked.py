"""Where addresses stand in programme areas."""

from typing import Any

from lotse.links import places
from lotse.links.places import Fields, Kind
from lotse.team.models import ProgrammeArea
from lotse.ui.page_cache import content_changed


def _publish(area: Any) -> None:
    area.full_clean()
    area.save()
    content_changed()


places.register(
    Kind(
        name="area",
        label=ProgrammeArea._meta.verbose_name or "",
        records=ProgrammeArea.objects.all,
        fields=Fields(mail=("email",), phone=("phone",)),
        url=lambda area: "/kompetenzteam/",
        edit_url=lambda area: f"/redaktion/snippets/team/programmearea/edit/{area.pk}/",
        publish=_publish,
    )
)
