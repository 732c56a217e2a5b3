"""What the worker does by the clock."""

from datetime import datetime

from lotse.inquiries import anonymising
from lotse.lib.schedule import every


@every(3600, name="inquiries.anonymise")
def anonymise(now: datetime) -> int:
    return anonymising.anonymise_closed(now)


@every(3600, name="inquiries.uploads")
def remove_uploads(now: datetime) -> int:
    return anonymising.remove_uploads(now)
