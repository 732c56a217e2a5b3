"""Signed links to a submission: each opens one thing and ends by itself."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from lotse.knowledge.models import ConsentRequest, Submission
from lotse.lib import signed
from lotse.lib.signed import Expired

__all__ = ["Expired"]
VALID_FOR = timedelta(days=365)
"""Status page and release: a text may take months."""
DRAFT_VALID_FOR = timedelta(days=30)
"""What was begun, and the proof of an address."""
_STATUS = "lotse.knowledge.submissions.status"
_CONSENT = "lotse.knowledge.submissions.consent"
_RESUME = "lotse.knowledge.submissions.resume"
_CONFIRM = "lotse.knowledge.submissions.confirm"


def status_path(submission: Submission) -> str:
    """Return the path of the status page with a fresh token."""
    token = signed.seal(_STATUS, submission.number or "")
    return reverse("knowledge:submissions:status", args=[token])


def status_url(submission: Submission) -> str:
    return settings.BASE_URL + status_path(submission)


def consent_path(request: ConsentRequest) -> str:
    """Return the path of the page on which a text is released."""
    return reverse("knowledge:submissions:consent", args=[signed.seal(_CONSENT, str(request.pk))])


def consent_url(request: ConsentRequest) -> str:
    return settings.BASE_URL + consent_path(request)


def resume_url(submission: Submission) -> str:
    """Return the address at which somebody goes on writing. It proves the mail address."""
    token = signed.seal(_RESUME, f"{submission.key}:{submission.email}")
    return settings.BASE_URL + reverse("knowledge:submissions:resume", args=[token])


def confirm_url(submission: Submission) -> str:
    """Return the address at which somebody proves the mail address and sends."""
    token = signed.seal(_CONFIRM, submission.key)
    return settings.BASE_URL + reverse("knowledge:submissions:confirm", args=[token])


def read_status(token: str) -> str:
    """Return a number. Raises Expired, or ValueError if we never issued the token."""
    return signed.read(_STATUS, token, valid_for=VALID_FOR)


def read_consent(token: str) -> int:
    """Return the id of a request. Raises ValueError, also for an old token."""
    return int(_unexpired(_CONSENT, token, VALID_FOR))


def read_resume(token: str) -> tuple[str, str]:
    """Return key and the address the link was sent to. Raises ValueError."""
    key, _colon, address = _unexpired(_RESUME, token, DRAFT_VALID_FOR).partition(":")
    return key, address


def read_confirm(token: str) -> str:
    """Return a key. Raises ValueError."""
    return _unexpired(_CONFIRM, token, DRAFT_VALID_FOR)


def _unexpired(purpose: str, token: str, valid_for: timedelta) -> str:
    try:
        return signed.read(purpose, token, valid_for=valid_for)
    except Expired:
        raise ValueError("The token is too old.") from None
