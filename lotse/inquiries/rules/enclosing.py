"""Files that go with a reply: checked when chosen, kept on the draft, sent with the mail."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import files
from lotse.inquiries.files import StoredFile
from lotse.inquiries.models import Draft, Inquiry
from lotse.lib import german
from lotse.lib.errors import RuleError

MAX_FILES: Final = 10
MAX_BYTES: Final = 15_000_000
"""Of all files of a reply together: in a mail they grow by a third, and many servers take 20 MB."""
ENDINGS: Final = (
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "txt",
    "csv",
    "png",
    "jpg",
    "jpeg",
)
"""What town halls open without asking their IT."""


class Unfit(RuleError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "„%s“ lässt sich nicht mitsenden. Möglich sind PDF, Office-Dateien ohne Makros, "
                "Text und Bilder, deren Inhalt zur Endung passt."
            )
            % name
        )


class TooMuch(RuleError):
    pass


def of(kept: Draft | None) -> list[StoredFile]:
    """Return the files of a draft in the order in which they were chosen."""
    return read(kept.files if kept else ())


def read(rows: Iterable[dict[str, Any]]) -> list[StoredFile]:
    """Return files from the form in which drafts and planned replies keep them."""
    return [StoredFile(**{**row, "warnings": tuple(row["warnings"])}) for row in rows]


def rows(enclosed: Sequence[StoredFile]) -> list[dict[str, Any]]:
    """Return files in the form in which drafts and planned replies keep them."""
    return [{**asdict(file), "warnings": list(file.warnings)} for file in enclosed]


def together(first: Sequence[StoredFile], second: Sequence[StoredFile]) -> list[StoredFile]:
    """Return both, the same file under the same name once."""
    return list({(file.sha256, file.name): file for file in (*first, *second)}.values())


def enclose(
    inquiry: Inquiry, found: Sequence[tuple[str, bytes]], *, author: User, now: datetime
) -> list[StoredFile]:
    """Put files on the draft of their author, all of them or none; return what it then holds.

    found: name and content. A draft is begun if there is none.
    Raises Unfit for what the asker could not or should not open, TooMuch beyond the limits.
    """
    for name, content in found:
        check(files.clean_name(name), content)
    Draft.objects.get_or_create(inquiry=inquiry, author=author, defaults={"saved_at": now})
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).get(inquiry=inquiry, author=author)
        present = of(draft)
        size = sum(file.size for file in present) + sum(len(content) for _name, content in found)
        if len(present) + len(found) > MAX_FILES:
            raise TooMuch(_("Mehr als %s Anlagen sind nicht möglich.") % MAX_FILES)
        if size > MAX_BYTES:
            raise TooMuch(
                _(
                    "Die Anlagen wären zusammen %(size)s groß. Viele Postfächer nehmen das nicht "
                    "an. Möglich sind %(limit)s."
                )
                % {"size": german.size_de(size), "limit": german.size_de(MAX_BYTES)}
            )
        stored = [files.store(name, content) for name, content in found]
        enclosed = together(present, stored)
        Draft.objects.filter(pk=draft.pk).update(files=rows(enclosed), saved_at=now)
    return enclosed


def check(name: str, content: bytes) -> None:
    """Refuse what does not belong into a mail of an authority. name: cleaned.

    Raises Unfit.
    """
    stored = files.described(name, content)
    is_known = name.rpartition(".")[2].lower() in ENDINGS
    if not is_known or stored.warnings or stored.content_type == files.UNKNOWN:
        raise Unfit(name)


@transaction.atomic
def take_out(inquiry: Inquiry, *, sha256: str, author: User, now: datetime) -> list[StoredFile]:
    """Take a file off the draft of its author; return what is left."""
    found = Draft.objects.select_for_update(of=("self",)).filter(inquiry=inquiry, author=author)
    draft = found.first()
    if draft is None:
        return []
    left = [file for file in of(draft) if file.sha256 != sha256]
    Draft.objects.filter(pk=draft.pk).update(files=rows(left), saved_at=now)
    gone = {file.path for file in of(draft)} - {file.path for file in left}
    transaction.on_commit(lambda: files.delete_unused(gone))
    return left
