"""Numbers of versions: 0.x while an aid is tried, 1.0 with its release, then 1.1 and up."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from lotse.aids.models import Aid, AidVersion


def note(aid: "Aid", *, by: Any, now: datetime) -> "AidVersion | None":
    """Keep the aid as it was just published, under the next number.

    None if words and stage are those of the last version: corrections of topics or dates make no
    version. Raises ValidationError if users of the last version would not learn what is new.
    """
    last = latest(aid)
    is_released = aid.stage == aid.Stage.RELEASED
    if last is None:
        major, minor = (1, 0) if is_released else (0, 1)
    elif is_released and last.major == 0:
        major, minor = 1, 0
    elif _words(last) == _words(aid):
        return None
    else:
        major, minor = last.major, last.minor + 1
        if not aid.change_note.strip():
            raise ValidationError({"change_note": _("Sagen Sie in einem Satz, was neu ist.")})
    made: AidVersion = _versions().objects.create(
        aid=aid,
        major=major,
        minor=minor,
        title=aid.title,
        text=aid.text,
        definition=aid.definition,
        change_note=aid.change_note if last else "",
        made_by=by,
        made_at=now,
    )
    # The next change has another reason.
    type(aid).objects.filter(pk=aid.pk).update(change_note="")
    return made


def _words(one: "Aid | AidVersion") -> tuple[str, str, Any]:
    return one.title, one.text, one.definition


def latest(aid: "Aid") -> "AidVersion | None":
    found: AidVersion | None = (
        _versions().objects.filter(aid=aid).order_by("-major", "-minor").first()
    )
    return found


def _versions() -> Any:
    # By name: the models import this module.
    return apps.get_model("aids", "AidVersion")
