"""Spreadsheets that become drafts: what came in, how it was read, what was made of each row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models.examples import Example


class SheetImport(models.Model):
    """One file. Facts are instants: mapped, checked, begun, finished, taken back."""

    name = models.CharField(max_length=200)
    header = models.JSONField(default=list)
    """Headings of the columns, in order."""
    mapping = models.JSONField(default=list)
    """For each column the field it fills, empty for none."""
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="sheet_imports",
    )
    mapped_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Einlesen einer Tabelle")
        verbose_name_plural = _("Einlesen von Tabellen")
        constraints = [
            models.CheckConstraint(
                condition=Q(begun_at=None) | Q(checked_at__isnull=False),
                name="sheet_begun_after_check",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/einlesen/{self.pk}/"


class SheetRow(models.Model):
    """One row of the file. Its cells are forgotten when the import is finished."""

    sheet = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    """As the spreadsheet counts; the heading is row 1."""
    cells = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=90, blank=True)
    problems = models.JSONField(default=list)
    """German sentences; a row with any is left out."""
    duplicate_title = models.CharField(max_length=300, blank=True)
    duplicate_url = models.CharField(max_length=300, blank=True)
    """Something that exists and says the same; such a row is left out."""
    similar_title = models.CharField(max_length=300, blank=True)
    similar_url = models.CharField(max_length=300, blank=True)
    """Something that exists and may say the same; a person has to look."""
    example = models.ForeignKey(
        Example, null=True, on_delete=models.SET_NULL, related_name="sheet_rows"
    )
    revision_id = models.BigIntegerField(null=True)
    """The draft as it was made: whoever works on it makes another."""
    handled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="one_row_per_sheet_number")
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_taken(self) -> bool:
        """Whether it becomes a draft."""
        return not self.problems and not self.duplicate_title
