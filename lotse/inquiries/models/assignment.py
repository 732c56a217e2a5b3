"""Who gets an inquiry by itself, and who looks after it meanwhile."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry
from lotse.team.models import Absence, ProgrammeArea


class AssignmentRule(models.Model):
    """To whom new inquiries of an area go, and when they go back to all."""

    class To(models.TextChoices):
        NOBODY = "nobody", _("niemandem: wer Zeit hat, nimmt sie")
        RESPONSIBLE = "responsible", _("der verantwortlichen Person, sonst ihrer Vertretung")
        LEAST_LOADED = "leastLoaded", _("reihum: wer am wenigsten offen hat")

    area = models.OneToOneField(
        ProgrammeArea, on_delete=models.CASCADE, related_name="assignment_rule"
    )
    to = models.CharField(max_length=11, choices=To, default=To.NOBODY)
    people = models.ManyToManyField(User, blank=True, related_name="+")
    """Among whom ``LEAST_LOADED`` chooses."""
    return_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    """Untouched for this part of the promise, an inquiry goes back to all; None: never."""
    valid_from = models.DateTimeField()
    """Inquiries received before are left alone."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(return_percent=None)
                | Q(return_percent__gte=10, return_percent__lte=90),
                name="return_between_10_and_90",
            )
        ]


class AutoAssignment(models.Model):
    """An inquiry was given to a person by rule; ``returned_at``: it went back untouched."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="auto_assignments")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    assigned_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Who let it lie once does not get it again by rule.
            models.UniqueConstraint(fields=["inquiry", "person"], name="given_once_to_each_person"),
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=Q(returned_at=None),
                name="one_auto_assignment_at_a_time",
            ),
        ]


class Handover(models.Model):
    """An inquiry of an absent person that somebody else looks after."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="handovers")
    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="handovers")
    to = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """None: nobody could stand in, so it is free for all."""
    handed_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    """The stand-in keeps it for good."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """It went back, or somebody decided otherwise."""

    class Meta:
        constraints = [
            # Whoever takes an own inquiry back during an absence is left alone.
            models.UniqueConstraint(fields=["inquiry", "absence"], name="handed_over_once")
        ]
        indexes = [
            models.Index(
                fields=["absence"], condition=Q(ended_at=None), name="handover_open_by_absence"
            )
        ]
