"""How long what belongs to an inquiry is kept. The sentences for askers come from here."""

RAW_MAIL_MONTHS = 12
"""Original mails and delivery data, from receipt."""
INQUIRY_MONTHS = 36
"""Names, addresses and attachments, from closing; then the inquiry is made anonymous."""
UPLOAD_HOURS = 24
"""Files handed in with a form that was never sent."""
