"""How long accounts and their keys are kept, and how an account is forgotten."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.accounts import actions
from lotse.accounts.models import ApiToken, SignInRequest, User, new_session_salt
from lotse.audit import rules as audit
from lotse.lib import retention
from lotse.lib.retention import Eraser, Rule

MONTH = timedelta(days=365.25 / 12)
KEYS_KEPT = 12 * MONTH
BATCH = 50


def _closed(now: datetime) -> QuerySet[User]:
    before = now - settings.KEEP_ACCOUNT_MONTHS * MONTH
    found = User.objects.filter(is_active=False, erased_at=None, deactivated_at__lte=before)
    return retention.free(found, now).order_by("deactivated_at", "pk")


def erase_closed(now: datetime) -> int:
    """Make accounts anonymous that were closed long enough ago; return how many. now: aware."""
    return sum(erase(person, now) for person in _closed(now)[:BATCH])


@transaction.atomic
def erase(person: User, now: datetime) -> int:
    """Take name and address out of a closed account. What the person did stays with a number."""
    ours = User.objects.filter(pk=person.pk, is_active=False, erased_at=None).update(
        erased_at=now,
        # No such domain exists, and the address stays unique.
        email=f"konto-{person.pk}@geloescht.invalid",
        name=_("Ehemaliges Konto %s") % person.pk,
        office="",
        phone="",
        municipality=None,
        password=make_password(None),
        session_salt=new_session_salt(),
        last_login=None,
    )
    if not ours:
        return 0
    person.groups.clear()
    ApiToken.objects.filter(owner=person).delete()
    SignInRequest.objects.filter(Q(user=person) | Q(email=person.email)).delete()
    audit.record(actions.PERSON_ERASED, subject=f"person:{person.pk}", now=now)
    return 1


def _keys_over(now: datetime) -> QuerySet[ApiToken]:
    before = now - KEYS_KEPT
    ended = ApiToken.objects.filter(Q(expires_at__lte=before) | Q(revoked_at__lte=before))
    return ended.order_by("pk")


def _remove_keys(now: datetime) -> int:
    batch = list(_keys_over(now).values_list("pk", flat=True)[:BATCH])
    return ApiToken.objects.filter(pk__in=batch).delete()[0]


def _obstacle(address: str, now: datetime) -> str:
    if User.objects.filter(email=address, is_active=True).exists():
        return _("Zu dieser Adresse gibt es ein offenes Konto. Bitte schließen Sie es zuerst.")
    return ""


def _erase_address(address: str, now: datetime) -> int:
    return sum(erase(person, now) for person in User.objects.filter(email=address))


retention.register(
    Rule(
        name="accounts.closed",
        label=gettext_lazy("Geschlossene Konten"),
        effect=gettext_lazy("anonymisiert"),
        period=gettext_lazy("%s Monate nach dem Schließen") % settings.KEEP_ACCOUNT_MONTHS,
        due=_closed,
        remove=erase_closed,
        describe=lambda row: f"Konto {row.pk}",
    )
)
retention.register(
    Rule(
        name="accounts.keys",
        label=gettext_lazy("API-Schlüssel"),
        effect=gettext_lazy("gelöscht"),
        period=gettext_lazy("12 Monate nach Ablauf oder Widerruf"),
        due=_keys_over,
        remove=_remove_keys,
        describe=lambda row: f"Schlüssel {row.prefix}",
    )
)
retention.can_erase(
    Eraser(
        name="accounts",
        label=gettext_lazy("Konto"),
        count=lambda address: User.objects.filter(email=address, erased_at=None).count(),
        obstacle=_obstacle,
        erase=_erase_address,
    )
)
