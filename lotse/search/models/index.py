"""The index: what is found, by which terms. Written only by ``index`` and ``rebuild``.

Everything belongs to a generation, which has one vocabulary and one set of average lengths. One
generation is active; a rebuild fills a new one beside it and switches (decision 0031).
"""

from django.db import models
from django.utils import timezone

from lotse.lib.audience import Audience


class Generation(models.Model):
    """One complete index with the vocabulary its terms were made with."""

    token = models.CharField(max_length=32, unique=True)
    """Random; processes keep what they derived from the vocabulary under this name."""
    analysis_version = models.PositiveSmallIntegerField()
    vocabulary = models.BinaryField()
    """``compounds.Vocabulary.dump``, compressed with zlib."""
    record_terms = models.PositiveIntegerField()
    """Average number of terms of a record; frozen, because every impact depends on it."""
    passage_terms = models.PositiveIntegerField()
    title_terms = models.PositiveIntegerField()
    public_records = models.PositiveIntegerField(default=0)
    member_records = models.PositiveIntegerField(default=0)
    team_records = models.PositiveIntegerField(default=0)
    learned_records = models.PositiveIntegerField(default=0)
    """Records the vocabulary and the averages were learned from."""
    started_at = models.DateTimeField(default=timezone.now)
    is_active = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)
    """Since when another generation serves; its rows are cleared some minutes later."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"],
                condition=models.Q(is_active=True),
                name="one_active_generation",
            )
        ]


class Term(models.Model):
    """A term of one generation and how many records of each audience use it."""

    id = models.AutoField(primary_key=True)
    generation = models.ForeignKey(
        Generation, on_delete=models.CASCADE, related_name="terms", db_index=False
    )
    text = models.CharField(max_length=41)
    head = models.CharField(max_length=2)
    """First two letters, to look for the nearest word of a typing error; empty for numbers."""
    sound = models.CharField(max_length=12)
    """Cologne phonetics, for the same purpose."""
    public_records = models.PositiveIntegerField(default=0)
    member_records = models.PositiveIntegerField(default=0)
    team_records = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["generation", "text"], name="term_once_a_generation")
        ]
        indexes = [
            models.Index(fields=["generation", "head"], name="search_term_head"),
            models.Index(fields=["generation", "sound"], name="search_term_sound"),
        ]


class Record(models.Model):
    """Something that can be found, as its slice handed it over."""

    id = models.AutoField(primary_key=True)
    generation = models.ForeignKey(
        Generation, on_delete=models.CASCADE, related_name="records", db_index=False
    )
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    audience = models.PositiveSmallIntegerField(choices=Audience)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=500)
    meta = models.CharField(max_length=300, blank=True)
    facets = models.TextField(blank=True)
    """The rows of ``RecordFacet`` as lines "name=value", to count and show them without a join."""
    dated_on = models.DateField(null=True)
    is_stale = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=32)
    terms = models.BinaryField()
    """Term ids in reading order: title, then each passage, separated by 0 (``sequences``)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["generation", "kind", "object_id"], name="record_once_a_generation"
            )
        ]


class Passage(models.Model):
    """A piece of a record's text that may be shown as the answer."""

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="passages", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=100, blank=True)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "position"], name="passage_position")
        ]


class RecordFacet(models.Model):
    """A value a record can be filtered by; the kind is one of them."""

    pk = models.CompositePrimaryKey("record", "name", "value")
    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="facet_values", db_index=False
    )
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=60)


class Posting(models.Model):
    """A term in a record with its impact, a precomputed BM25 weight without the idf.

    Plain numbers instead of foreign keys: there are a hundred rows a record, and only ``index``
    writes them. The audience is repeated so that the filter costs nothing.
    """

    pk = models.CompositePrimaryKey("term_id", "record_id")
    term_id = models.IntegerField()
    record_id = models.IntegerField()
    impact = models.SmallIntegerField()
    audience = models.SmallIntegerField()


class PendingChange(models.Model):
    """A record that changed while a new generation was being filled; applied before the switch."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
