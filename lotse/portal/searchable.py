"""News, press releases and pages can be found by everyone."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from lotse.portal import documents
from lotse.portal.pages import SEARCHED, ContentPage
from lotse.search import registry
from lotse.search.documents import Document, Provider


def _all(kind: str) -> Callable[[], Iterable[Document]]:
    def stream() -> Iterable[Document]:
        for model in _models(kind):
            for page in model.objects.live().iterator(chunk_size=200):
                if found := documents.document(page):
                    yield found

    return stream


def _one(kind: str) -> Callable[[int], Document | None]:
    def find(pk: int) -> Document | None:
        for model in _models(kind):
            if page := model.objects.filter(pk=pk).first():
                return documents.document(page)
        return None

    return find


def _models(kind: str) -> list[type[ContentPage]]:
    return [model for model in SEARCHED if model.search_kind == kind]


for _kind, _label, _plural, _icon in (
    ("news", _("Meldung"), _("Aktuelles"), "news"),
    ("press", _("Pressemitteilung"), _("Presse"), "megaphone"),
    ("page", _("Seite"), _("Seiten"), "news"),
):
    registry.register(
        Provider(
            kind=_kind,
            label=str(_label),
            label_plural=str(_plural),
            icon=_icon,
            documents=_all(_kind),
            document=_one(_kind),
        )
    )
