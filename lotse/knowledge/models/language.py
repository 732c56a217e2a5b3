"""How hard published texts are to read, kept so that a list of the hardest costs nothing."""

from django.db import models


class LanguageScore(models.Model):
    """The measure of one published record."""

    record_kind = models.CharField(max_length=20)
    """Search provider of the record, for example ``example``."""
    record_id = models.BigIntegerField()
    record_title = models.CharField(max_length=300)
    words = models.PositiveIntegerField()
    lix = models.PositiveSmallIntegerField()
    school_year = models.PositiveSmallIntegerField()
    long_sentences = models.PositiveSmallIntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id"], name="one_language_score_per_record"
            )
        ]
        indexes = [models.Index(fields=["-lix", "id"], name="language_hardest")]

    def __str__(self) -> str:
        return f"{self.record_title}: LIX {self.lix}"
