"""Where addresses stand in pages, news and press releases."""

from typing import Any

from lotse.links import places
from lotse.links.places import Fields, Kind
from lotse.portal.pages import SEARCHED


def _publish(page: Any) -> None:
    page.save_revision(clean=False).publish()


def _draft(page: Any) -> Any | None:
    return page.get_latest_revision_as_object() if page.has_unpublished_changes else None


def _keep_draft(draft: Any) -> None:
    draft.save_revision(clean=False)


for _model in SEARCHED:
    places.register(
        Kind(
            name=str(_model._meta.model_name),
            label=_model._meta.verbose_name or "",
            records=_model.objects.live,
            fields=Fields(texts=("teaser",), html=("body",)),
            url=lambda page: str(page.get_absolute_url()),
            edit_url=lambda page: f"/redaktion/pages/{page.pk}/edit/",
            publish=_publish,
            draft=_draft,
            keep_draft=_keep_draft,
        )
    )
