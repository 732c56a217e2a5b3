"""The words of a mail that are worth looking for. Pure: no Django.

Measured on the judged questions (``evaluation/``); what each step brought is in
docs/develop/suggestions.md.
"""

import re

MAX_GIST = 600
"""Characters of a question that are looked for; the core of a mail stands at its top."""
_GREETING = re.compile(
    r"^\s*(?:sehr geehrte|guten? (?:tag|morgen|abend)|hallo|hi\b|liebe[rs]?\b(?! gr)|moin"
    r"|servus|gr(?:ü|ue)(?:ß|ss) gott)"
    r"[^\n?.]*?(?:[,!.]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = re.compile(
    r"^[ \t]*(?:mit (?:\w+ )*gr(?:ü|ue)(?:ß|ss)en?|mit \w+ gru(?:ß|ss)\b"
    r"|(?:(?:viele|freundliche|beste|herzliche|schöne|liebe|kollegiale) )?gr(?:ü|ue)(?:ß|ss)e\b"
    r"|(?:danke und |schönen |besten )?gru(?:ß|ss)\b|(?:mfg|vg|lg)\b|hochachtungsvoll"
    r"|(?:vielen|herzlichen|besten) dank (?:im voraus|und|vorab)|danke(?: im voraus)?[!.]?[ \t]*$"
    r").*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_QUOTED = re.compile(r"^[ \t]*(?:>.*|(?:am|on) .{4,80} (?:schrieb|wrote).*:)[ \t]*$", re.MULTILINE)
_SUBJECT_MARK = re.compile(
    r"^\s*(?:(?:aw|re|wg|fw|fwd|antw)\s*:\s*|\[[^\]]{1,30}\]\s*)+", re.IGNORECASE
)
_ABOUT_ASKING = re.compile(
    r"""\b(?:
      (?:an)?fragen? | gefragt | fragt | bitten? | bitte | problem\w* | dringend
    | erfahrung(?:en)? | vorbild(?:er|ern)? | beispiele? | muster | vorlagen? | bewährt
    | kommunen? | andere[nrs]? | jemand(?:en)? | unser\w* | schon | ständig | derzeit | gern
    | gibt | wissen | kennen | suchen? | gesucht | möchten? | wollen | sollen? | sollten? | würden?
    | brauchen | überleg\w+ | denken | machen | macht | gemacht | gehen | geht | läuft | haben
    | interessier\w+ | dankbar
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words about asking and about municipalities in general: they stand in every mail."""


def gist(subject: str, text: str) -> str:
    """Return the words of a question that are worth looking for, without courtesies."""
    core = f"{_SUBJECT_MARK.sub('', subject)}\n{plain(text)}"
    telling = " ".join(_ABOUT_ASKING.sub(" ", core).split())
    return (telling or core.strip())[:MAX_GIST]


def subject_words(subject: str) -> str:
    """Return the telling words of a subject; may be empty."""
    return " ".join(_ABOUT_ASKING.sub(" ", _SUBJECT_MARK.sub("", subject)).split())


def plain(text: str) -> str:
    """Return a question in one line, without greeting, quotation and what follows the closing."""
    return " ".join(body(text).split())


def body(text: str) -> str:
    """Return a mail without greeting, quotation and what follows the closing, with its lines."""
    kept = _CLOSING.sub("", _GREETING.sub("", _QUOTED.sub("", text), count=1))
    return kept.strip() or text.strip()
