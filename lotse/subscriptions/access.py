"""From a person or a token to a reader and their subscriptions."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from lotse.accounts import access as accounts
from lotse.accounts.models import User
from lotse.lib.audience import Audience
from lotse.subscriptions import links
from lotse.subscriptions.models import Reader, Subscription


def reader_to_confirm(token: str) -> Reader:
    try:
        pk = links.read_confirmation(token)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Reader, pk=pk)


def reader_by_token(token: str) -> Reader:
    """Return the reader a mail was sent to."""
    try:
        pk = links.read(token)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Reader.objects.select_related("person"), pk=pk)


def reader_of(person: User) -> Reader | None:
    return Reader.objects.filter(person=person).select_related("person").first()


def subscription(reader: Reader | None, pk: int) -> Subscription:
    """Return a subscription of this reader, ended or not."""
    found: Subscription = get_object_or_404(
        Subscription.objects.select_related("topic", "land"), pk=pk, reader=reader
    )
    return found


def reach(reader: Reader) -> Audience:
    """Return the largest audience whose content may be told to a reader as of now."""
    return accounts.reach(reader.person) if reader.person else Audience.PUBLIC
