"""What the desk keeps ready: text modules, macros, templates of checklists."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept


class TextModule(models.Model):
    """A text to be inserted into replies, with placeholders (``desk/placeholders.py``)."""

    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="text_modules"
    )
    """Whose own it is; None: shared by all."""
    title = models.CharField(max_length=120)
    keywords = models.CharField(max_length=200, blank=True)
    """More words to find it by, separated by commas or spaces."""
    body = models.TextField()
    area = models.ForeignKey(
        ProgrammeArea, null=True, blank=True, on_delete=models.SET_NULL, related_name="text_modules"
    )
    """For which area it is meant; None: for all."""
    used_count = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    """Since when it is not offered any more; can be put back."""

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(owner=None, retired_at=None),
                name="one_shared_text_module_per_title",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ChecklistTemplate(models.Model):
    """Steps that belong to inquiries of a kind."""

    title = models.CharField(max_length=120)
    area = models.ForeignKey(
        ProgrammeArea, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    steps = models.TextField()
    """One step a line; a leading "!" makes it mandatory."""
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(retired_at=None),
                name="one_checklist_template_per_title",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Macro(models.Model):
    """Several changes to an inquiry at once. An empty field changes nothing."""

    class Sends(models.TextChoices):
        NOTHING = "", _("nichts senden")
        INSERT = "insert", _("Textbaustein in den Entwurf einfügen")
        ANSWER = "answer", _("Textbaustein als Antwort senden")
        INTERIM = "interim", _("Textbaustein als Zwischenstand senden")

    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="macros"
    )
    """Whose own it is; None: shared by all."""
    title = models.CharField(max_length=120)
    takes_over = models.BooleanField(default=False)
    """Whoever runs it becomes the owner of the inquiry."""
    assignee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    area = models.ForeignKey(
        ProgrammeArea, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    topics = models.ManyToManyField(Concept, blank=True, related_name="+")
    """Added to the topics the inquiry has."""
    urgency = models.CharField(max_length=10, choices=Inquiry.Urgency, blank=True)
    checklist = models.ForeignKey(
        ChecklistTemplate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True)
    sends = models.CharField(max_length=7, choices=Sends, blank=True)
    text_module = models.ForeignKey(
        TextModule, null=True, blank=True, on_delete=models.RESTRICT, related_name="macros"
    )
    interim_days = models.PositiveSmallIntegerField(default=2)
    """Days until the answer an interim reply promises."""
    awaits = models.CharField(max_length=300, blank=True)
    """What is missing from the municipality."""
    harvest = models.CharField(max_length=10, choices=Inquiry.Harvest, blank=True)
    """Closes the inquiry."""
    harvest_reason = models.CharField(max_length=300, blank=True)
    used_count = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sends="") | Q(text_module__isnull=False),
                name="macro_sends_a_text_module",
            ),
            models.CheckConstraint(
                condition=Q(takes_over=False) | Q(assignee=None), name="macro_one_new_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.title
