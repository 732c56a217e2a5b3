"""Pages written by editors: imprint and the like, news, press releases.

The start page is a view; ``PortalRoot`` only carries the tree below it.
"""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from lotse.portal import measurement, publication
from lotse.team import queries as team
from lotse.topics.models import Concept
from lotse.ui import page_cache

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class PortalRoot(Page):
    """Top of the page tree. Its address belongs to the start page's view."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "portal.StandardPage",
        "portal.MeasurementPage",
        "portal.NewsIndex",
        "portal.PressIndex",
    ]
    max_count = 1

    class Meta:
        verbose_name = _("Portal")


class ContentPage(Page):
    """What all written pages share: text, search, kept copies."""

    search_kind = "page"
    """Provider under which the page is found; empty if it is not."""

    teaser = models.TextField(
        _("Kurz gesagt"),
        max_length=400,
        blank=True,
        help_text=_("Ein oder zwei Sätze; stehen in Listen und über dem Text."),
    )
    body = RichTextField(_("Text"), features=TEXT_FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("teaser"), FieldPanel("body")]
    subpage_types: list[str] = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def path_on_site(self) -> str | None:
        """Path of the page, None while it hangs outside the portal."""
        parts = self.get_url_parts()
        return parts[2] if parts else None

    def get_absolute_url(self) -> str:
        return self.path_on_site or "/"

    @property
    def dated_on(self) -> date | None:
        return None

    def search_facets(self) -> dict[str, tuple[str, ...]]:
        return {}

    def save(self, *arguments: Any, **options: Any) -> None:
        # Wagtail publishes and withdraws pages through save, not through publish and unpublish.
        # Drafts and locks name the fields they touch and change nothing readers see.
        with transaction.atomic():
            super().save(*arguments, **options)
            if not options.get("update_fields"):
                publication.follow(self)

    def serve(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponseBase:
        return page_cache.declare_public(super().serve(request, *arguments, **options))


class StandardPage(ContentPage):
    """A page that stands for itself: imprint, data protection, accessibility."""

    parent_page_types = ["portal.PortalRoot"]
    template = "portal/pages/standard.html"

    class Meta:
        verbose_name = _("Seite")
        verbose_name_plural = _("Seiten")


class MeasurementPage(ContentPage):
    """How the promise is measured, with the present figures beside the text."""

    parent_page_types = ["portal.PortalRoot"]
    template = "portal/pages/measurement.html"
    max_count = 1

    class Meta:
        verbose_name = _("Seite über die Messung")

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *arguments, **options)
        now = timezone.now()
        return context | {
            "promise": measurement.promise(now),
            "months": measurement.months(now),
        }


class DatedPage(ContentPage):
    """A page with a day and topics, listed newest first."""

    published_on = models.DateField(_("Datum"), default=timezone.localdate)
    topics = ParentalManyToManyField(
        Concept,
        verbose_name=_("Themen"),
        blank=True,
        related_name="+",
        limit_choices_to={"broader": None},
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("teaser"),
        FieldPanel("body"),
        FieldPanel("topics"),
    ]

    class Meta:
        abstract = True

    @property
    def dated_on(self) -> date | None:
        return self.published_on

    def search_facets(self) -> dict[str, tuple[str, ...]]:
        codes = tuple(sorted(topic.pk for topic in self.topics.all()))
        facets = {"year": (str(self.published_on.year),)}
        return facets | ({"field": codes} if codes else {})


class NewsIndex(Page):
    """Carries the news; its list is a view."""

    parent_page_types = ["portal.PortalRoot"]
    subpage_types = ["portal.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("Aktuelles")


class NewsPage(DatedPage):
    """A short piece of news."""

    class Kind(models.TextChoices):
        LAW = "law", _("Rechtslage")
        AID = "aid", _("Hilfestellung")
        DATE = "date", _("Termin")
        EXAMPLE = "example", _("Gute Beispiele")
        OWN = "own", _("In eigener Sache")

    search_kind = "news"
    parent_page_types = ["portal.NewsIndex"]
    template = "portal/pages/news.html"

    kind = models.CharField(_("Art"), max_length=8, choices=Kind, default=Kind.OWN)

    content_panels = [FieldPanel("kind"), *DatedPage.content_panels]

    class Meta:
        verbose_name = _("Meldung")
        verbose_name_plural = _("Meldungen")
        indexes = [models.Index(fields=["-published_on", "-page_ptr"], name="news_newest_first")]


class PressIndex(Page):
    """Carries the press releases; its list is a view."""

    parent_page_types = ["portal.PortalRoot"]
    subpage_types = ["portal.PressRelease"]
    max_count = 1

    class Meta:
        verbose_name = _("Presse")


class PressRelease(DatedPage):
    """A press release with the office the press may ask."""

    search_kind = "press"
    parent_page_types = ["portal.PressIndex"]
    template = "portal/pages/press_release.html"

    class Meta:
        verbose_name = _("Pressemitteilung")
        verbose_name_plural = _("Pressemitteilungen")
        indexes = [models.Index(fields=["-published_on", "-page_ptr"], name="press_newest_first")]

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *arguments, **options)
        return context | {"contact": team.press_contact()}


SEARCHED: tuple[type[ContentPage], ...] = (StandardPage, MeasurementPage, NewsPage, PressRelease)

# Wagtail deletes around ``Page.delete``, so there is no call we could make.
for _model in SEARCHED:
    post_delete.connect(publication.withdraw, sender=_model)
