"""What connects inquiries with each other, and how people look at many of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry
from lotse.team.models import ProgrammeArea


class Merge(models.Model):
    """One inquiry went on in another; undone, both stand as before (decision 0048)."""

    source = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="merges_away")
    target = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="merges_here")
    source_facts = models.JSONField()
    """Facts of the clock before, by name of the field: ``rules.facts``."""
    target_facts = models.JSONField()
    """The same, and under ``last`` the id of the last message there was."""
    target_turn_after = models.PositiveIntegerField()
    """The target's turn when both became one; unchanged, nothing was said since."""
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiry_merges"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["merged_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(undone_at=None), name="one_standing_merge"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="merge_of_two"),
        ]


class Split(models.Model):
    """A part of an inquiry became an inquiry of its own."""

    source = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="splits")
    part = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="split_from")
    split_at = models.DateTimeField()
    split_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiry_splits"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["split_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("part")), name="split_of_two"),
        ]


class Link(models.Model):
    """Two inquiries that have to do with each other. Shown on both."""

    class Kind(models.TextChoices):
        CAUSE = "cause", _("gleicher Anlass")
        RELATED = "related", _("verwandt")
        DUPLICATE = "duplicate", _("dieselbe Frage wie")
        FOLLOW_UP = "followUp", _("setzt fort")

    SYMMETRIC = (Kind.CAUSE, Kind.RELATED)
    """Read the same from both sides; stored with the older inquiry first."""

    first = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="links_out")
    second = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=10, choices=Kind)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "kind"], name="one_link_of_a_kind"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="link_of_two"),
        ]


class KindProposal(models.Model):
    """What kind of inquiry this may be, by its words; a person decides."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="kind_proposal")
    kind = models.CharField(max_length=10, choices=Inquiry.Kind)
    reason = models.CharField(max_length=200)
    """In words, for the desk: "erkannt an „Drehanfrage“"."""
    decided_at = models.DateTimeField(null=True, blank=True)


class SavedView(models.Model):
    """A view of the queue under a name of its own."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)
    """Filter and order, as they stand in the address."""
    is_shared = models.BooleanField(default=False)
    area = models.ForeignKey(
        ProgrammeArea, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_views"
    )
    """Shared with those who answer for this area; None: with the whole desk."""
    saved_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(deleted_at=None),
                name="one_saved_view_of_a_name",
            ),
            models.CheckConstraint(
                condition=Q(area=None) | Q(is_shared=True), name="saved_view_area_if_shared"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view with which the queue opens for a person."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="default_view")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="default_of")


class BulkRun(models.Model):
    """One thing done to several inquiries at once, with what it takes to undo it."""

    class Action(models.TextChoices):
        ASSIGN = "assign", _("Zuweisen")
        ROUTE = "route", _("Programmbereich ändern")
        TOPICS = "topics", _("Themen ergänzen")
        URGENCY = "urgency", _("Dringlichkeit ändern")
        CLOSE = "close", _("Abschließen, ohne dass Wissen daraus wird")
        LINK = "link", _("Miteinander verknüpfen")
        MERGE = "merge", _("Zusammenführen")

    action = models.CharField(max_length=10, choices=Action)
    detail = models.CharField(max_length=300, blank=True)
    """What was chosen, in words."""
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="bulk_runs"
    )
    outcomes = models.JSONField(default=list)
    """For each inquiry ``{"number", "problem", "before"}``; problem is empty if it was done."""
    run_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-run_at", "-pk"]
