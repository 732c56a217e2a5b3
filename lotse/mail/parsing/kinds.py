"""Written by a person, by a program, by a mail system, or sent to a list?

Headers decide (RFC 3834, RFC 2919 and what mail programs do instead). The subject alone never
does: a person may well ask about "Abwesenheitsnotizen". In doubt it is a person, because an
unanswered question is worse than a receipt to a machine.
"""

import re

from lotse.mail.parsing.headers import Headers

_ABSENCE_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:Automatische (?:Antwort|Rückmeldung|Abwesenheitsnotiz)|"
    r"Automatic reply|Auto(?:matic)?[- ]?(?:reply|response|antwort)|Abwesenheits(?:notiz|meldung|"
    r"benachrichtigung|assistent|hinweis)|Abwesend|Out of (?:the )?Office(?: AutoReply)?|"
    r"R.ponse automatique)\s*(?::|\Z)",
    re.IGNORECASE,
)
_ABSENCE_TEXT = re.compile(
    r"nicht (?:im Büro|im Dienst|im Hause?|erreichbar|am Arbeitsplatz|anwesend)|abwesend|"
    r"Abwesenheit|außer Haus|im Urlaub|in Urlaub|in Elternzeit|wieder (?:im Büro|erreichbar|im "
    r"Dienst|für Sie da)|nicht weitergeleitet|out of (?:the )?office|on (?:annual )?leave|"
    r"on vacation|limited access to|automatisch (?:erstellt|generiert|erzeugt)",
    re.IGNORECASE,
)
_PROGRAM_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-auto-respond",
    "x-mail-autoreply",
    "x-vacation",
)
_LIST_HEADERS = ("list-id", "list-post", "x-mailman-version", "x-mailing-list")
_TEXT_CHARACTERS = 5_000


def is_automatic(headers: Headers, *, sender: str, subject: str, text: str) -> bool:
    """Say whether a program wrote the mail."""
    submitted = headers.raw("auto-submitted").lower().split(";")[0].strip()
    if submitted not in ("", "no"):
        return True
    if headers.raw("precedence").lower().strip() in ("auto_reply", "auto-reply"):
        return True
    if any(headers.raw(name).lower() not in ("", "no", "false") for name in _PROGRAM_HEADERS):
        return True
    # Exchange marks its own replies like this; "DR, RN" alone only declines receipts.
    suppressed = re.split(r"[,\s]+", headers.raw("x-auto-response-suppress").lower()[:200])
    if "all" in suppressed:
        return True
    if headers.raw("return-path").strip() == "<>":
        return True
    if sender.partition("@")[0] in ("mailer-daemon", "mailerdaemon"):
        return True
    return (
        _ABSENCE_SUBJECT.match(subject[:200]) is not None
        and _ABSENCE_TEXT.search(text[:_TEXT_CHARACTERS]) is not None
    )


def is_bulk(headers: Headers) -> bool:
    """Say whether the mail went to many without being a list: newsletters, notices."""
    return headers.raw("precedence").lower().strip() in ("bulk", "junk")


def is_list(headers: Headers) -> bool:
    """Say whether the mail came through a list or a newsletter system (RFC 2919, RFC 2369)."""
    if any(name in headers for name in _LIST_HEADERS):
        return True
    if headers.raw("precedence").lower().strip() == "list":
        return True
    return "list-unsubscribe" in headers
