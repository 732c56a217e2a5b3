"""The web door of what can be taken away: files of a list, and the page that names them all."""

import tempfile
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotse.accounts import limits
from lotse.accounts.access import reach
from lotse.knowledge.open_data import formats, kinds
from lotse.knowledge.open_data.formats import FORMATS
from lotse.knowledge.open_data.records import View
from lotse.knowledge.rights import ADDRESSES, TEXT_LICENCE
from lotse.municipalities.models import ATTRIBUTION
from lotse.ui.page_cache import public_page

# Each reads everything there is, so programs that call them in a loop are slowed down.
PER_CLIENT = limits.Limit("open-data", 300, 60)


@require_safe
@public_page()
def overview(request: HttpRequest) -> HttpResponse:
    context = {
        "kinds": kinds.KINDS.values(),
        "formats": FORMATS.values(),
        "licence": TEXT_LICENCE,
        "licence_address": ADDRESSES[TEXT_LICENCE],
        "attribution": ATTRIBUTION,
    }
    return render(request, "knowledge/open_data/overview.html", context)


@require_safe
def download(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """Send a list with the filters of its address as a file, as this person may see it."""
    kind, form = kinds.KINDS[name], FORMATS.get(ending)
    if form is None:
        raise Http404
    now, client = timezone.now(), _client(request)
    if limits.is_reached(PER_CLIENT, key=client, now=now):
        sentence = _("Das waren viele Dateien in kurzer Zeit. Bitte warten Sie eine Stunde.")
        return HttpResponse(sentence, status=429, content_type="text/plain; charset=utf-8")
    limits.count(PER_CLIENT, key=client, now=now)
    view = View(reach(request.user), timezone.localdate(now))
    found = kind.records(request.GET, view)
    response: StreamingHttpResponse | FileResponse
    if form is formats.XLSX:
        written: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        formats.write(form, kind, found, written)
        written.seek(0)
        response = FileResponse(written, content_type=form.media_type)
    else:
        response = StreamingHttpResponse(
            formats.text(form, kind, found), content_type=form.media_type
        )
    response["Content-Disposition"] = f'attachment; filename="lotse-{kind.file}.{form.ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _client(request: HttpRequest) -> str:
    """Return who asks: a person, else an address, behind which there may be a whole town hall."""
    return str(request.user.pk or limits.client(request))
