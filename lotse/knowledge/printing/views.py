"""The web door: one PDF of the examples somebody picked, or of a filtered list."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotse.accounts import limits
from lotse.accounts.access import reach
from lotse.knowledge import bits, facets, queries, reading
from lotse.knowledge.comparing import choice
from lotse.knowledge.comparing import queries as comparing
from lotse.knowledge.listing import Sets
from lotse.knowledge.models import Example
from lotse.knowledge.printing import booklet
from lotse.knowledge.printing.booklet import Cover
from lotse.lib import german
from lotse.lib.audience import Audience

MOST = 50
PER_CLIENT = limits.Limit("booklet", 60, 60)
"""Drawing costs a second of computing."""


@require_safe
def booklet_of_examples(request: HttpRequest) -> HttpResponse:
    now, seen_by = timezone.now(), reach(request.user)
    client = str(request.user.pk or limits.client(request))
    if limits.is_reached(PER_CLIENT, key=client, now=now):
        sentence = _("Das waren viele Dateien in kurzer Zeit. Bitte warten Sie eine Stunde.")
        return HttpResponse(sentence, status=429, content_type="text/plain; charset=utf-8")
    examples, lines = _asked_for(request, seen_by)
    if not examples:
        sentence = _("Dazu gibt es kein Beispiel, das Sie sehen dürfen.")
        return HttpResponse(sentence, status=404, content_type="text/plain; charset=utf-8")
    limits.count(PER_CLIENT, key=client, now=now)
    today = timezone.localdate(now)
    readings = [reading.of(one, reach=seen_by, today=today) for one in examples]
    as_of = _("Stand dieser Datei: %s") % german.date_de(today)
    cover = Cover(str(_("Gute Beispiele aus Kommunen")), (*lines, as_of))
    file = booklet.pdf(cover, readings, today=today)
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="lotse-beispiele.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _asked_for(request: HttpRequest, seen_by: Audience) -> tuple[list[Example], list[str]]:
    """Return what was picked, else the first of the filtered list, and words for the cover."""
    if picked := choice.read(request.GET):
        return comparing.chosen(picked, seen_by), []
    sets = Sets()
    names = facets.labels(sets)
    chosen = facets.selection(request.GET, names)
    found = facets.found(sets, chosen, seen_by)
    positions = bits.highest(found, limit=MOST)
    shown = queries.visible(seen_by).filter(list_entry__position__in=positions)
    lines = [str(one.label) for one in facets.chips(request.GET, chosen, names)]
    if (total := found.bit_count()) > MOST:
        lines.append(_("Die neuesten %(most)d von %(total)d.") % {"most": MOST, "total": total})
    return list(queries.complete(shown).order_by("-list_entry__position")), lines
