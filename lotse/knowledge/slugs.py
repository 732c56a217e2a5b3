"""Addresses of examples, from their titles."""

from django.utils.text import slugify

from lotse.knowledge.models import Example

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
MAX_LENGTH = 100


def free(title: str) -> str:
    """Return the address for a title, with a number behind it if others have it already."""
    wish = slugify(title.lower().translate(_WRITTEN_OUT))[:MAX_LENGTH].strip("-") or "beispiel"
    taken = set(Example.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    slug, number = wish, 1
    while slug in taken:
        number += 1
        slug = f"{wish}-{number}"
    return slug
