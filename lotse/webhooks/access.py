"""From a person and an id to webhooks and deliveries: lead and operator see all, others none."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from lotse.accounts.models import User
from lotse.accounts.roles import PEOPLE_ROLES
from lotse.webhooks.models import Delivery, Webhook

KEEPERS = tuple(PEOPLE_ROLES)
"""Roles for ``role_required`` on every page about webhooks."""


def webhooks(person: User) -> QuerySet[Webhook]:
    if not person.has_role(*PEOPLE_ROLES):
        raise Http404
    return Webhook.objects.all()


def webhook(person: User, pk: int) -> Webhook:
    return get_object_or_404(webhooks(person), pk=pk)


def delivery(person: User, pk: int, delivery_pk: int) -> Delivery:
    return get_object_or_404(Delivery, pk=delivery_pk, webhook=webhook(person, pk))
