"""What the clock does for accounts."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from lotse.accounts import rules
from lotse.accounts.models import ApiRepeat, Attempt, SignInRequest
from lotse.lib import schedule

KEPT = timedelta(hours=24)


@schedule.every(1, name="accounts.send_requested")
def send_requested(now: datetime) -> int:
    """Send the sign-in mails people wait for."""
    return rules.send_requested(now)


@schedule.every(3600, name="accounts.forget")
def forget(now: datetime) -> int:
    """Remove what is only needed for a day: requests, counted tries, sessions that are over."""
    old = now - KEPT
    SignInRequest.objects.filter(requested_at__lt=old).delete()
    Attempt.objects.filter(happened_at__lt=old).delete()
    ApiRepeat.objects.filter(created_at__lt=old).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    # Nothing is left to do at once.
    return 0
