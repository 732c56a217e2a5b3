"""The only way from a person, a session or a link to a submission."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from lotse.accounts.models import User
from lotse.accounts.roles import EDITOR_ROLES
from lotse.knowledge.models import ConsentRequest, Submission, SubmissionFile
from lotse.knowledge.submissions import links, queries

EDITORS = tuple(EDITOR_ROLES)
"""Roles for ``role_required`` on views that show submissions."""
SESSION_KEY = "submitting"
PROVEN_KEY = "submitting-proven"
"""The address whose mail link this session has opened."""


def signed_in_person(request: HttpRequest) -> User:
    """Return who is signed in. Only behind ``signed_in`` or ``role_required``."""
    assert isinstance(request.user, User)
    return request.user


def person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def draft(request: HttpRequest) -> Submission | None:
    """Return what this session is writing, None if nothing."""
    key = request.session.get(SESSION_KEY)
    if not key:
        return None
    unsent = Submission.objects.filter(key=key, received_at=None, sent_at=None)
    return unsent.select_related("municipality__land").first()


def sent(request: HttpRequest) -> Submission:
    """Return what this session has sent and not confirmed, or received. Raises Http404."""
    key = request.session.get(SESSION_KEY, "")
    return get_object_or_404(Submission, key=key, sent_at__isnull=False)


def own_draft(user: User, pk: int) -> Submission:
    """Return something a person has begun and not sent. Raises Http404."""
    return get_object_or_404(queries.drafts_of(user), pk=pk)


def draft_by_token(token: str) -> tuple[Submission, str]:
    """Return an unsent submission and the address the link went to. Raises Http404."""
    try:
        key, address = links.read_resume(token)
    except ValueError:
        raise Http404 from None
    unsent = Submission.objects.filter(received_at=None)
    return get_object_or_404(unsent, key=key), address


def to_confirm(token: str) -> Submission:
    """Return what was sent and waits for its address, or is confirmed already. Raises Http404."""
    try:
        key = links.read_confirm(token)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Submission, key=key, sent_at__isnull=False, anonymised_at=None)


def by_status_token(token: str) -> Submission:
    """Return the submission a status link leads to.

    Raises links.Expired if the link is too old, Http404 if it is not ours.
    """
    try:
        number = links.read_status(token)
    except ValueError:
        raise Http404 from None
    shown = queries.with_facts().filter(anonymised_at=None)
    return get_object_or_404(
        shown.select_related("municipality__land", "example", "duplicate_of"), number=number
    )


def open_by_status_token(token: str) -> Submission:
    """As ``by_status_token``, for what can still be completed. Raises Http404 otherwise."""
    try:
        submission = by_status_token(token)
    except links.Expired:
        raise Http404 from None
    if submission.is_settled:
        raise Http404
    return submission


def file_by_token(token: str, pk: int) -> SubmissionFile:
    """Return a file of the author's own. Raises Http404."""
    try:
        submission = by_status_token(token)
    except links.Expired:
        raise Http404 from None
    return get_object_or_404(SubmissionFile, pk=pk, submission=submission)


def consent_by_token(token: str) -> ConsentRequest:
    """Return the request a link leads to, answered or not. Raises Http404."""
    try:
        pk = links.read_consent(token)
    except ValueError:
        raise Http404 from None
    requests = ConsentRequest.objects.select_related("submission__municipality__land")
    return get_object_or_404(requests, pk=pk, submission__anonymised_at=None)


def for_editor(number: str) -> Submission:
    """Return a received submission. Only behind ``role_required(*EDITORS)``. Raises Http404."""
    # PostgreSQL refuses to compare with a NUL character.
    if "\x00" in number:
        raise Http404
    found = queries.with_facts().select_related(
        "municipality__land", "owner", "example", "duplicate_of", "person", "settled_by"
    )
    return get_object_or_404(found, number=number)


def file_for_editor(number: str, pk: int) -> SubmissionFile:
    """Only behind ``role_required(*EDITORS)``. Raises Http404."""
    return get_object_or_404(SubmissionFile, pk=pk, submission=for_editor(number))
