"""Everything that decides about people and how they get in."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts import actions, grants, limits, mails
from lotse.accounts.access import LINK_MINUTES
from lotse.accounts.models import SignInRequest, User, new_session_salt
from lotse.accounts.roles import PEOPLE_ROLES, Role
from lotse.audit import rules as audit
from lotse.lib.errors import RuleError
from lotse.municipalities import queries as municipalities
from lotse.municipalities.models import Municipality

logger = logging.getLogger("lotse.accounts")

PASSWORD_LINK_MINUTES = 60


class TooManyTries(RuleError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Für diese Adresse wurde gerade mehrmals eine Mail angefordert. Bitte sehen Sie in "
                "Ihrem Postfach nach, auch im Ordner für unerwünschte Mails, oder versuchen Sie es "
                "in 15 Minuten noch einmal."
            )
        )


class LinkExpired(RuleError):
    def __init__(self) -> None:
        super().__init__(_("Dieser Link gilt nicht mehr. Bitte fordern Sie einen neuen an."))


class AddressTaken(RuleError):
    def __init__(self) -> None:
        super().__init__(_("Zu dieser E-Mail-Adresse gibt es schon ein Konto."))


class NotYours(RuleError):
    def __init__(self) -> None:
        super().__init__(_("Dieses Recht dürfen Sie nicht vergeben oder entziehen."))


# --- Getting in ------------------------------------------------------------------------------


def request_mail(
    *, purpose: SignInRequest.Purpose, email: str, next_url: str = "", client: str, now: datetime
) -> None:
    """Note that somebody wants a sign-in link or a new password for an address.

    Does the same for every address, known or not; the worker sends what is to be sent. client:
    from ``limits.client``. Raises TooManyTries, again for known and unknown addresses alike.
    """
    email = email.strip().lower()
    for limit, key in ((limits.MAIL_PER_ADDRESS, email), (limits.MAIL_PER_CLIENT, client)):
        if limits.is_reached(limit, key=key, now=now):
            raise TooManyTries
        limits.count(limit, key=key, now=now)
    SignInRequest.objects.create(purpose=purpose, email=email, next_url=next_url, requested_at=now)


def send_requested(now: datetime, limit: int = 50) -> int:
    """Send the mails people wait for; return how many requests were looked at.

    Each request is claimed by one worker. One that cannot be sent is tried again until its link
    would have expired.
    """
    waiting = SignInRequest.objects.filter(
        handled_at=None, requested_at__gt=now - timedelta(minutes=LINK_MINUTES)
    )
    handled = 0
    for request in waiting.order_by("requested_at")[:limit]:
        try:
            handled += _send(request, now)
        # One odd address must not keep the others out; the log has the request's id.
        except Exception:
            logger.exception("sign-in request %s could not be sent", request.pk)
    return handled


@transaction.atomic
def _send(request: SignInRequest, now: datetime) -> int:
    if not SignInRequest.objects.filter(pk=request.pk, handled_at=None).update(handled_at=now):
        return 0
    user = User.objects.filter(email=request.email, is_active=True).first()
    if user:
        SignInRequest.objects.filter(pk=request.pk).update(user=user)
        if request.purpose == SignInRequest.Purpose.LINK:
            expires_at = request.requested_at + timedelta(minutes=LINK_MINUTES)
            mails.sign_in_link(user, request=request, expires_at=expires_at, now=now)
        else:
            mails.new_password(user, minutes=PASSWORD_LINK_MINUTES, now=now)
    return 1


@transaction.atomic
def use_link(request: SignInRequest, *, now: datetime) -> User:
    """Spend a sign-in link and return whom it lets in.

    All other open links of this person end with it. Raises LinkExpired if it was used, is too
    old, or its person may not come in any more.
    """
    fresh = SignInRequest.objects.filter(
        purpose=SignInRequest.Purpose.LINK,
        used_at=None,
        requested_at__gt=now - timedelta(minutes=LINK_MINUTES),
        user__is_active=True,
    )
    # Conditional update: of two simultaneous clicks only one gets in.
    if not fresh.filter(pk=request.pk).update(used_at=now):
        raise LinkExpired
    user = request.user
    if user is None or user.email != request.email:
        raise LinkExpired
    fresh.filter(user=user).update(used_at=now)
    # A proven mailbox also ends a lock-out by wrong passwords.
    limits.forget(limits.PASSWORD_PER_ADDRESS, key=user.email)
    return user


@transaction.atomic
def sign_out_everywhere(person: User, *, now: datetime) -> None:
    """End all sessions of a person, this one included."""
    person.session_salt = new_session_salt()
    person.save(update_fields=["session_salt"])
    audit.record(
        actions.SIGNED_OUT_EVERYWHERE, actor_id=person.pk, subject=f"person:{person.pk}", now=now
    )


# --- People ----------------------------------------------------------------------------------


def may_give(by: User) -> frozenset[Role]:
    """Return the roles this person may give to others and take from them."""
    if by.has_role(Role.OPERATOR):
        return frozenset(Role)
    if by.has_role(Role.LEAD):
        return frozenset(Role) - {Role.OPERATOR}
    return frozenset()


@transaction.atomic
def invite_colleague(*, email: str, name: str, office: str = "", by: User, now: datetime) -> User:
    """Let a coordinator bring in a colleague of the own municipality, as a member.

    Raises RuleError if the address belongs to somebody or not to the municipality.
    """
    home = by.municipality
    if home is None or not by.has_role(Role.COORDINATOR):
        raise NotYours
    email = email.strip().lower()
    owner = municipalities.by_mail_address(email)
    if owner != home:
        raise RuleError(
            _("Bitte nehmen Sie eine dienstliche Adresse Ihrer Kommune: %(domains)s.")
            % {"domains": ", ".join(f"@{row.domain}" for row in home.mail_domains.all())}
        )
    return _create(
        email=email,
        name=name,
        office=office,
        municipality=home,
        roles={Role.MEMBER},
        by=by,
        now=now,
    )


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    office: str = "",
    phone: str = "",
    municipality: Municipality | None,
    roles: Collection[Role],
    by: User | None,
    now: datetime,
) -> User:
    """Create an account and tell the person by mail. by: None at the command line.

    Raises NotYours for a role the giver may not give, AddressTaken.
    """
    if by is not None and not may_give(by) >= set(roles):
        raise NotYours
    _check_home(municipality, roles)
    person = _create(
        email=email,
        name=name,
        office=office,
        municipality=municipality,
        roles=roles,
        by=by,
        now=now,
    )
    person.phone = phone
    person.save(update_fields=["phone"])
    return person


def _create(
    *,
    email: str,
    name: str,
    office: str,
    municipality: Municipality | None,
    roles: Collection[Role],
    by: User | None,
    now: datetime,
) -> User:
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AddressTaken
    person = User.objects.create_user(
        email, name=name.strip(), office=office.strip(), municipality=municipality, created_at=now
    )
    person.groups.set([grants.group(role) for role in roles])
    mails.invitation(person, by=by, now=now)
    audit.record(
        actions.PERSON_ADDED,
        actor_id=by.pk if by else None,
        subject=f"person:{person.pk}",
        after={"rollen": sorted(roles), "kommune": municipality.pk if municipality else None},
        now=now,
    )
    return person


@transaction.atomic
def change_person(
    person: User,
    *,
    name: str,
    office: str,
    phone: str,
    municipality: Municipality | None,
    roles: Collection[Role],
    by: User,
    now: datetime,
) -> None:
    """Change somebody else's data and roles.

    Only roles the giver may give are touched at all. Nobody changes their own, so that no role
    helps itself to more. Raises RuleError.
    """
    if person.pk == by.pk:
        raise RuleError(_("Die eigenen Rechte ändert immer eine andere Person."))
    before, after = person.roles, frozenset(roles)
    if not before ^ after <= may_give(by):
        raise NotYours
    _check_home(municipality, roles)
    if Role.OPERATOR in before - after:
        _keep_one_operator(person)
    home_before = person.municipality_id
    person.name, person.office, person.phone = name.strip(), office.strip(), phone.strip()
    person.municipality = municipality
    if before != after:
        # Open sessions end: whoever lost a right works on with the new ones at once.
        person.session_salt = new_session_salt()
        person.groups.set([grants.group(role) for role in after])
    person.save()
    person.__dict__.pop("roles", None)
    if (before, home_before) != (after, person.municipality_id):
        audit.record(
            actions.RIGHTS_CHANGED,
            actor_id=by.pk,
            subject=f"person:{person.pk}",
            before={"rollen": sorted(before), "kommune": home_before},
            after={"rollen": sorted(after), "kommune": person.municipality_id},
            now=now,
        )


@transaction.atomic
def deactivate(person: User, *, by: User, now: datetime) -> None:
    """Keep somebody out from now on. What they wrote stays.

    A coordinator may do that for members of the own municipality, lead and operator for all whose
    roles they may give. Raises RuleError.
    """
    if person.pk == by.pk:
        raise RuleError(_("Das eigene Konto schließt immer eine andere Person."))
    if not may_remove(by, person):
        raise NotYours
    if person.has_role(Role.OPERATOR):
        _keep_one_operator(person)
    person.is_active = False
    person.deactivated_at = now
    person.session_salt = new_session_salt()
    person.save(update_fields=["is_active", "deactivated_at", "session_salt"])
    audit.record(actions.PERSON_CLOSED, actor_id=by.pk, subject=f"person:{person.pk}", now=now)


@transaction.atomic
def reactivate(person: User, *, by: User, now: datetime) -> None:
    """Let somebody in again, with the roles they had. Raises NotYours."""
    if person.pk == by.pk or not may_remove(by, person):
        raise NotYours
    if person.erased_at is not None:
        raise RuleError(_("Dieses Konto ist anonymisiert. Bitte legen Sie ein neues an."))
    person.is_active = True
    person.deactivated_at = None
    person.save(update_fields=["is_active", "deactivated_at"])
    audit.record(actions.PERSON_REOPENED, actor_id=by.pk, subject=f"person:{person.pk}", now=now)


def may_remove(by: User, person: User) -> bool:
    """Say whether one person may close and reopen the account of another."""
    if by.has_role(*PEOPLE_ROLES):
        return person.roles <= may_give(by)
    return (
        by.has_role(Role.COORDINATOR)
        and by.municipality_id is not None
        and by.municipality_id == person.municipality_id
        and person.roles <= {Role.MEMBER}
    )


def change_own(person: User, *, name: str, office: str, phone: str, has_shortcuts: bool) -> None:
    """Change what everybody may change about themselves."""
    person.name, person.office, person.phone = name.strip(), office.strip(), phone.strip()
    person.has_shortcuts = has_shortcuts
    person.save(update_fields=["name", "office", "phone", "has_shortcuts"])


def _check_home(municipality: Municipality | None, roles: Collection[Role]) -> None:
    if municipality is None and {Role.MEMBER, Role.COORDINATOR} & set(roles):
        raise RuleError(_("Mitglieder und Koordination gehören zu einer Kommune. Bitte angeben."))


def _keep_one_operator(person: User) -> None:
    operators = User.objects.filter(is_active=True, groups__name=Role.OPERATOR)
    # Locked until the end, or two operators could remove each other at the same time.
    locked = operators.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)
    if not set(locked) - {person.pk}:
        raise RuleError(_("Mindestens eine Person muss den Betrieb behalten."))
