"""What somebody has entered in the ask form so far, kept in the session until it is sent."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.core.files.base import File
from django.db import transaction

from lotse.accounts.models import User
from lotse.inquiries import files, rules
from lotse.inquiries.models import Inquiry, Upload
from lotse.municipalities.models import Municipality

SESSION_KEY = "asking"
ASKED_KEY = "asked"
MAX_ASKED = 20
"""Numbers a session remembers, to show their confirmation again."""


@dataclass
class Asking:
    """One question on its way. Everything is plain text, so the session can keep it."""

    key: str = field(default_factory=lambda: token_hex(16))
    """Random; sent twice, it is still one inquiry."""
    question: str = ""
    uploads: list[str] = field(default_factory=list)
    """Keys of ``Upload`` rows."""
    name: str = ""
    email: str = ""
    phone: str = ""
    municipality: str = ""
    """Official key; empty if unknown."""
    urgency: str = Inquiry.Urgency.NORMAL
    has_publication_consent: bool | None = None

    @property
    def has_contact(self) -> bool:
        return bool(self.email)

    def place(self) -> Municipality | None:
        if not self.municipality:
            return None
        return Municipality.objects.filter(key=self.municipality).select_related("land").first()

    def files(self) -> Sequence[Upload]:
        if not self.uploads:
            return []
        return list(Upload.objects.filter(key__in=self.uploads).order_by("pk"))

    def submission(self, person: User | None) -> rules.Submission:
        """Return what the rules need to open the inquiry."""
        return rules.Submission(
            key=self.key,
            question=self.question,
            name=self.name,
            email=self.email,
            phone=self.phone,
            municipality=self.place(),
            asker=person,
            urgency=self.urgency,
            has_publication_consent=bool(self.has_publication_consent),
            files=stored_files(self.files()),
        )


def read(session: SessionBase, person: User | None) -> Asking:
    """Return what was entered; for a new question what we know about a signed-in person."""
    known = {entry.name for entry in fields(Asking)}
    kept: dict[str, Any] = session.get(SESSION_KEY) or {}
    if kept:
        return Asking(**{name: value for name, value in kept.items() if name in known})
    if person is None:
        return Asking()
    return Asking(
        name=person.name,
        email=person.email,
        phone=person.phone,
        municipality=person.municipality.key if person.municipality else "",
    )


def keep(session: SessionBase, asking: Asking) -> None:
    session[SESSION_KEY] = asdict(asking)


def finish(session: SessionBase, inquiry: Inquiry) -> None:
    """Forget what was entered and remember that this session may see the confirmation."""
    session.pop(SESSION_KEY, None)
    session[ASKED_KEY] = [*session.get(ASKED_KEY, []), inquiry.number][-MAX_ASKED:]


def store_all(uploaded: Sequence[File[bytes]]) -> list[files.StoredFile]:
    """Keep handed-in files in the storage."""
    return [files.store(file.name or "", file.read()) for file in uploaded]


def attach(asking: Asking, uploaded: Sequence[File[bytes]], now: datetime) -> None:
    """Keep files that were handed in, so that an error elsewhere in the form loses none."""
    for stored in store_all(uploaded):
        upload = Upload.objects.create(
            key=token_hex(16),
            name=stored.name,
            content_type=stored.content_type,
            size=stored.size,
            sha256=stored.sha256,
            file=stored.path,
            created_at=now,
        )
        asking.uploads.append(upload.key)


def detach(asking: Asking, key: str) -> None:
    """Take a file back."""
    if key in asking.uploads:
        asking.uploads.remove(key)
        taken_back = Upload.objects.filter(key=key)
        names = set(taken_back.values_list("file", flat=True))
        with transaction.atomic():
            taken_back.delete()
            transaction.on_commit(lambda: files.delete_unused(names))


def stored_files(uploads: Sequence[Upload]) -> list[files.StoredFile]:
    """Return handed-in files in the form in which a message takes them."""
    return [
        files.StoredFile(
            upload.name, upload.content_type, upload.size, upload.sha256, upload.file.name or ""
        )
        for upload in uploads
    ]
