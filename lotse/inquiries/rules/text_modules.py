"""Text modules: written once, filled in for every inquiry."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import IntegrityError, transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import mails, placeholders
from lotse.inquiries.models import Inquiry, TextModule
from lotse.lib import german
from lotse.lib.errors import RuleError
from lotse.team.models import ProgrammeArea


def save(
    module: TextModule | None,
    *,
    title: str,
    body: str,
    keywords: str = "",
    area: ProgrammeArea | None = None,
    is_shared: bool,
    actor: User,
    now: datetime,
) -> TextModule:
    """Write a text module, a new one for None.

    Raises RuleError for unknown placeholders, or a shared title that is taken.
    """
    unknown = placeholders.unknown(body)
    if unknown:
        raise RuleError(
            _("{{%(unknown)s}} gibt es nicht. Möglich sind: %(known)s.")
            % {
                "unknown": unknown[0],
                "known": ", ".join(f"{{{{{name}}}}}" for name in placeholders.MEANINGS),
            }
        )
    if not title.strip() or not body.strip():
        raise RuleError(_("Ein Textbaustein braucht einen Titel und einen Text."))
    module = module or TextModule()
    module.owner = None if is_shared else (module.owner or actor)
    module.title, module.body, module.keywords = title.strip(), body.strip(), keywords.strip()
    module.area, module.changed_by, module.changed_at = area, actor, now
    try:
        with transaction.atomic():
            module.save()
    except IntegrityError:
        raise RuleError(
            _("Es gibt schon einen gemeinsamen Baustein „%s“. Wählen Sie einen anderen Titel.")
            % title.strip()
        ) from None
    return module


def offered(user: User) -> QuerySet[TextModule]:
    """Return what a person may insert: shared ones and their own."""
    mine = Q(owner=None) | Q(owner=user)
    return TextModule.objects.filter(mine, retired_at=None).select_related("area", "owner")


def found(modules: QuerySet[TextModule], words: str) -> QuerySet[TextModule]:
    """Return those in which every word stands in title, keywords or text."""
    for word in words.replace("\x00", "").split()[:6]:
        # SQLite's LIKE folds ASCII letters alone; its regular expressions fold umlauts too.
        how, what = ("icontains", word) if word.isascii() else ("iregex", re.escape(word))
        fields = (Q(**{f"{name}__{how}": what}) for name in ("title", "keywords", "body"))
        modules = modules.filter(reduce(or_, fields))
    return modules


def for_inquiry(modules: QuerySet[TextModule], inquiry: Inquiry) -> Sequence[TextModule]:
    """Return the first dozen, those of the inquiry's area first, then the most used."""
    rank = Case(
        When(area=inquiry.area_id, area__isnull=False, then=Value(0)),
        When(area=None, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(modules.order_by(rank, "-used_count", "title", "pk")[:12])


def text_for(module: TextModule, inquiry: Inquiry, *, author: User, now: datetime) -> str:
    """Return the text of a module, filled in for an inquiry and the person who writes."""
    return placeholders.fill(module.body, values(inquiry, author=author, now=now))


def values(inquiry: Inquiry, *, author: User, now: datetime) -> dict[str, str]:
    """Return what stands in the place of every placeholder."""
    due = inquiry.next_due_at
    greeting = _("Guten Tag")
    return {
        "anrede": f"{greeting} {inquiry.asker_name}," if inquiry.asker_name else f"{greeting},",
        "name": inquiry.asker_name or _("Sie"),
        "nummer": inquiry.number,
        "betreff": inquiry.subject,
        "kommune": inquiry.municipality.short_name if inquiry.municipality else _("Ihre Kommune"),
        "frist": mails.due_in_words(due) if due else _("in den nächsten Tagen"),
        "bereich": inquiry.area.name if inquiry.area else _("Kompetenzteam"),
        "datum": german.date_de(german.local(now)),
        "unterschrift": "\n".join(filter(None, [author.name, author.office or _("Kompetenzteam")])),
    }


def count_use(module: TextModule) -> None:
    TextModule.objects.filter(pk=module.pk).update(used_count=F("used_count") + 1)
