"""How people work on an inquiry together: who is there, who is asked, what is done, how long."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.conversation import Message
from lotse.inquiries.models.inquiry import Inquiry


class Presence(models.Model):
    """Somebody has an inquiry open. Rows are gone minutes after they left; no history is kept."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)
    writing_at = models.DateTimeField(null=True, blank=True)
    """When they last wrote on a reply; None if they only read."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "person"], name="one_presence_per_person")
        ]


class Mention(models.Model):
    """A note names a colleague; done once they have looked."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="inquiry_mentions")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="one_mention_per_note")
        ]
        indexes = [
            models.Index(
                fields=["person", "-created_at", "-id"],
                condition=Q(done_at=None),
                name="mention_open",
            )
        ]


class TeamQuestion(models.Model):
    """One colleague asks another about an inquiry, with a due time that is not the promise."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="team_questions")
    asked_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="asked_team_questions"
    )
    asked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="team_questions")
    text = models.CharField(max_length=1000)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    answer = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The note that answers it; None if it was only ticked off."""

    class Meta:
        indexes = [
            models.Index(
                fields=["asked", "due_at", "id"], condition=Q(done_at=None), name="question_open"
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(done_at=None, reminded_at=None),
                name="question_to_remind",
            ),
        ]


class Checklist(models.Model):
    """Steps of an inquiry, taken from a template."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="checklists")
    template = models.ForeignKey(
        "inquiries.ChecklistTemplate",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(max_length=120)
    added_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "template"], name="one_checklist_per_template"
            )
        ]


class ChecklistItem(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("offen")
        DONE = "done", _("erledigt")
        NOT_NEEDED = "notNeeded", _("nicht nötig")

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    is_mandatory = models.BooleanField(default=False)
    """Has to be settled before the inquiry can be closed."""
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "position"], name="one_item_per_place")
        ]
        indexes = [
            models.Index(
                fields=["checklist"],
                condition=Q(state="open", is_mandatory=True),
                name="checklist_mandatory_open",
            )
        ]


class TimeEntry(models.Model):
    """Minutes somebody says they spent on an inquiry. Nothing is measured."""

    class Kind(models.TextChoices):
        RESEARCH = "research", _("Recherche")
        WRITING = "writing", _("Schreiben")
        PHONE = "phone", _("Telefonat")
        COORDINATION = "coordination", _("Abstimmung")
        OTHER = "other", _("Sonstiges")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="time_entries")
    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiry_time"
    )
    day = models.DateField(db_index=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.RESEARCH)
    minutes = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    """Taken out by its person; can be put back."""

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="time_entry_within_a_day"
            )
        ]
