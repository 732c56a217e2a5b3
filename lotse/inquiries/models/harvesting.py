"""What became of an inquiry for everybody else, and what must not leave it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry
from lotse.knowledge.models import Commission


class Harvested(models.Model):
    """One thing an inquiry led to: a draft, a record that was there already, a commission."""

    class How(models.TextChoices):
        DRAFT = "draft", _("neuer Entwurf")
        EXISTING = "existing", _("gab es schon")
        COMMISSION = "commission", _("Auftrag")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="harvested")
    how = models.CharField(max_length=10, choices=How)
    record_kind = models.CharField(max_length=20, blank=True)
    """Name of the search provider, for example ``answer``."""
    record_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300)
    """As it was called then; the record itself may be gone or called otherwise."""
    commission = models.ForeignKey(
        Commission, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    asker_told_at = models.DateTimeField(null=True, blank=True)
    """When we wrote to the asker that others can read it now."""

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "record_kind", "record_id"],
                condition=Q(record_id__isnull=False, commission=None),
                name="harvested_record_once",
            ),
            models.CheckConstraint(
                condition=Q(how="commission", commission__isnull=False)
                | (~Q(how="commission") & Q(commission=None, record_id__isnull=False)),
                name="harvested_is_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["record_kind", "record_id"], name="harvested_by_record"),
            models.Index(
                fields=["made_at"],
                condition=Q(how="draft", asker_told_at=None),
                name="harvested_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RedactionDecision(models.Model):
    """What was decided about one thing that may point at a person, wherever it stands."""

    class Action(models.TextChoices):
        MASK = "mask", _("schwärzen")
        REPLACE = "replace", _("ersetzen")
        KEEP = "keep", _("behalten")

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="redaction_decisions"
    )
    kind = models.CharField(max_length=10)
    """``redaction.Kind``."""
    value = models.CharField(max_length=300)
    """What was found. Gone when the inquiry is made anonymous."""
    action = models.CharField(max_length=7, choices=Action)
    replacement = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "kind", "value"], name="one_redaction_decision"
            ),
            models.CheckConstraint(
                condition=~Q(action="keep") | ~Q(reason=""), name="keeping_needs_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(action="replace") | ~Q(replacement=""),
                name="replacing_needs_a_replacement",
            ),
        ]
