"""Words that entries of the board share."""

from typing import Any

from django.utils.translation import gettext as _


def by(person: Any) -> list[str]:
    return [_("von %s") % person] if person else []


def at(person: Any) -> list[str]:
    return [_("bei %s") % person] if person else []


def shortened(text: str, most: int = 160) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + " …"
