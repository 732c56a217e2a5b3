"""What a draft says, as a fingerprint: a release covers these words and no others."""

import hashlib
import json

from lotse.knowledge import reading
from lotse.knowledge.models import Example


def digest(example: Example) -> str:
    """Return a fingerprint of all that readers get: text, places, contact, files, pictures.

    Checks, dates of review and internal notes are not part of it. Four queries, or none if the
    parts are prefetched.
    """
    said = [
        example.title,
        [(section.anchor, section.plain_text) for section in reading.sections(example)],
        [part.municipality_id for part in example.municipalities.all()],
        [example.contact_office, example.contact_email, example.contact_phone],
        [(one.document_id, one.licence) for one in example.attachments.all()],
        [
            (one.image_id, one.alt_text, one.caption, one.credit, one.licence)
            for one in example.pictures.all()
        ],
        sorted(source.url for source in example.sources.all()),
        int(example.audience),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def beyond_public_sources(example: Example) -> list[str]:
    """Name the parts of a draft that cannot come from public sources, as columns."""
    found = [
        name
        for name in ("contact_office", "contact_email", "contact_phone")
        if getattr(example, name)
    ]
    found += [name for name in ("attachments", "pictures") if list(getattr(example, name).all())]
    return found


_SHORT_FORM = frozenset({"kurz"})


def is_short_form(example: Example) -> bool:
    """Say whether a draft has title, municipality, one sentence and a link, and nothing more."""
    anchors = {section.anchor for section in reading.sections(example)}
    return anchors <= _SHORT_FORM and not beyond_public_sources(example)
