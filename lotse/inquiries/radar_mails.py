"""Mails of radar and recall to the team. All are rows in the caller's transaction."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.inquiries.models import Cluster, Recall
from lotse.mail import outbox
from lotse.team.models import ProgrammeArea


def same_question(cluster: Cluster, *, now: datetime) -> list[str]:
    """Tell leads and programme areas that several municipalities ask the same; return whom."""
    areas = ProgrammeArea.objects.filter(inquiries__trace__cluster=cluster)
    addresses = [*_leads(), *areas.values_list("email", flat=True).distinct()]
    inquiries = cluster.traces.select_related("inquiry__municipality").order_by("-received_at")
    subject = ngettext(
        "%(count)d Kommune fragt: %(label)s",
        "%(count)d Kommunen fragen dasselbe: %(label)s",
        cluster.recent_municipalities,
    ) % {"count": cluster.recent_municipalities, "label": cluster.label}
    context = {
        "cluster": cluster,
        "days": settings.RADAR_DAYS,
        "inquiries": [trace.inquiry for trace in inquiries[:10]],
        "url": settings.BASE_URL + cluster.get_absolute_url(),
    }
    return _tell(addresses, subject, "radar_notice.txt", context, now)


def source_changed(recall: Recall, *, answers: int, now: datetime) -> list[str]:
    """Tell the leads that answers may be wrong because a source changed; return whom."""
    context = {
        "recall": recall,
        "answers": answers,
        "url": settings.BASE_URL + recall.get_absolute_url(),
    }
    subject = _("Zitierte Quelle geändert: %s") % recall.title
    return _tell(_leads(), subject, "recall_notice.txt", context, now)


def _leads() -> list[str]:
    leads = User.objects.filter(groups__name=Role.LEAD, is_active=True).order_by("pk")
    return list(leads.values_list("email", flat=True))


def _tell(
    addresses: list[str], subject: str, template: str, context: dict[str, object], now: datetime
) -> list[str]:
    told = list(dict.fromkeys(filter(None, addresses)))
    text = render_to_string(f"inquiries/mails/{template}", context).strip() + "\n"
    for address in told:
        outbox.queue(
            purpose="notice",
            recipient=address,
            subject=subject,
            text=text,
            is_automatic=True,
            sender_name=settings.WAGTAIL_SITE_NAME,
            now=now,
        )
    return told
