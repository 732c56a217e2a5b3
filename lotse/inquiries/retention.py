"""How long what belongs to an inquiry is kept. The sentences for askers come from here."""

from django.conf import settings

RAW_MAIL_MONTHS: int = settings.KEEP_MAIL_MONTHS
"""Original mails and delivery data, from receipt."""
INQUIRY_MONTHS: int = settings.KEEP_INQUIRY_MONTHS
"""Names, addresses and attachments, from closing; then the inquiry is made anonymous."""
UPLOAD_HOURS = 24
"""Files handed in with a form that was never sent."""
