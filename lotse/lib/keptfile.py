"""What is known about a file that somebody sent, whichever record it hangs on."""

from django.db import models


class KeptFile(models.Model):
    """Columns of a file and of the virus scanner's verdict on it."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    """Found in the content, not taken from the sender's word."""
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="anlagen", max_length=200, blank=True)
    """Empty if the file is larger than we keep: it then stands in the original mail alone."""
    warnings = models.JSONField(default=list, blank=True)
    """Codes of ``filecheck.WARNINGS``: what is odd about the file."""

    scanned_at = models.DateTimeField(null=True, blank=True)
    """When the virus scanner gave a verdict."""
    finding = models.CharField(max_length=200, blank=True)
    """Name of the malware; empty if clean or not scanned."""
    scan_attempts = models.PositiveSmallIntegerField(default=0)
    scan_error = models.CharField(max_length=200, blank=True)
    """Why the latest attempt gave no verdict."""
    next_scan_at = models.DateTimeField(null=True, blank=True)
    """When to try again after a failure; None: at once."""

    class Meta:
        abstract = True

    @property
    def is_infected(self) -> bool:
        return bool(self.finding)

    @property
    def is_kept(self) -> bool:
        """Say whether the file can be downloaded on its own."""
        return bool(self.file)
