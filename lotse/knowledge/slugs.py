"""Addresses of examples and answered questions, from their titles."""

from django.utils.text import slugify

from lotse.knowledge import addressing
from lotse.knowledge.models import Answer, Example, FormerAddress

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
MAX_LENGTH = 100


def free(title: str, model: type[Example] | type[Answer] = Example) -> str:
    """Return the address for a title, with a number behind it if others have it already."""
    wish = slugify(title.lower().translate(_WRITTEN_OUT))[:MAX_LENGTH].strip("-") or "eintrag"
    taken = set(model.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    # Of any kind: two records that share an old address would only confuse.
    former = FormerAddress.objects.filter(slug__startswith=wish)
    taken |= set(former.values_list("slug", flat=True)) | addressing.RESERVED
    slug, number = wish, 1
    while slug in taken:
        number += 1
        slug = f"{wish}-{number}"
    return slug
