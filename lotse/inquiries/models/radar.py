"""The radar: inquiries that ask the same, across municipalities and days."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry


class Cluster(models.Model):
    """Inquiries that ask the same. The counts are kept by ``rules.radar``, from the traces."""

    name = models.CharField(max_length=120, blank=True)
    """Given by a person; empty: the telling words name it."""
    words = models.JSONField(default=list)
    """The words its inquiries share, the most telling first."""
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    """Receipt of its first and its latest inquiry."""
    inquiry_count = models.PositiveIntegerField(default=0)
    municipality_count = models.PositiveIntegerField(default=0)
    recent_inquiries = models.PositiveIntegerField(default=0)
    recent_municipalities = models.PositiveIntegerField(default=0)
    """The same, in the days of ``RADAR_DAYS`` before the latest inquiry."""
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    dismissal_reason = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_here"
    )

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name = _("Häufung")
        verbose_name_plural = _("Häufungen")
        indexes = [models.Index(fields=["-last_at", "-id"], name="cluster_by_last")]
        constraints = [
            models.CheckConstraint(
                condition=Q(dismissed_at=None) | ~Q(dismissal_reason=""),
                name="cluster_dismissed_with_reason",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"/arbeitsplatz/radar/{self.pk}/"

    @property
    def label(self) -> str:
        """Its name, else its words: "Schneelast, Zelthalle, räumen"."""
        return self.name or ", ".join(self.words[:4]) or str(_("Häufung ohne gemeinsame Wörter"))


class Trace(models.Model):
    """What the radar remembers of an inquiry: its fingerprint and where it belongs."""

    inquiry = models.OneToOneField(
        Inquiry, primary_key=True, on_delete=models.CASCADE, related_name="trace"
    )
    received_at = models.DateTimeField()
    fingerprint = models.JSONField(default=dict)
    """Term to weight, see ``likeness``."""
    words = models.JSONField(default=dict)
    """Term to the word as it was written, or the title of a find."""
    cluster = models.ForeignKey(
        Cluster, null=True, blank=True, on_delete=models.SET_NULL, related_name="traces"
    )
    likeness = models.PositiveSmallIntegerField(default=0)
    """To the nearest inquiry of its cluster, in percent, when it joined."""
    read_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["cluster", "received_at"], name="trace_by_cluster")]


class TraceTerm(models.Model):
    """One term of a fingerprint, to find the inquiries that share it."""

    term = models.CharField(max_length=60)
    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="terms")
    received_at = models.DateTimeField()
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trace", "term"], name="trace_term_once"),
        ]
        indexes = [models.Index(fields=["term", "received_at"], name="trace_term_by_time")]


class Removal(models.Model):
    """A person said that an inquiry does not belong to a cluster; it never joins it again."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="removals")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="removals")
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "inquiry"], name="one_removal_from_cluster")
        ]


class ClusterAlert(models.Model):
    """Lead and area were told that so many municipalities ask the same; once for each step."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="alerts")
    step = models.PositiveSmallIntegerField()
    """Municipalities that had to ask for this alert: 3, 6, 12 …"""
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "step"], name="one_alert_for_each_step")
        ]


class ClusterEvent(models.Model):
    """What happened to a cluster, when and by whom. Rows are only ever added."""

    class What(models.TextChoices):
        FORMED = "formed", _("erkannt")
        NAMED = "named", _("benannt")
        REMOVED = "removed", _("Anfrage herausgenommen")
        MERGED = "merged", _("zusammengelegt")
        DISMISSED = "dismissed", _("verworfen")
        RESTORED = "restored", _("zurückgeholt")
        ALERTED = "alerted", _("Leitung und Bereich benachrichtigt")
        ANSWERED = "answered", _("gemeinsam beantwortet")
        COMMISSIONED = "commissioned", _("Wissen in Auftrag gegeben")

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=12, choices=What)
    detail = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="cluster_events"
    )
    """None if it happened by itself."""
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "pk"]


class RadarLock(models.Model):
    """One row, locked while inquiries are put into clusters: two workers would form two."""
