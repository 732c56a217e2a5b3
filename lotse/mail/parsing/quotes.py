"""What is new in a mail: without quotation and signature, but never without the asker's words.

Line by line and with bounded patterns only, so a hostile text costs no more than a long one.
Doubtful lines stay; an answer written between quoted lines stays.
"""

import re

_LONGEST_LINE = 1_000
_LONGEST_ATTRIBUTION = 400
_HEADER_LINES = 8
"""Lines within which a quoted header block shows at least three of its fields."""
_ATTRIBUTION_LINES = 4
"""Lines over which "Am … schrieb …:" may be wrapped."""
_SIGNATURE_LINES = 25
_SHORT_NOTE = 600
_ANSWERS_BELOW = re.compile(
    r"\b(?:(?:antwort(?:en)?|anmerkung(?:en)?|kommentare?|erg.nzung(?:en)?|r.ckmeldung(?:en)?)\b"
    r"[^.\n]{0,60}\b(?:unten|im text|inline|in (?:rot|blau|gr.n|farbe)|"
    r"farbig|direkt (?:unter|hinter))"
    r"|(?:s(?:iehe|\.)|stehen)\s+(?:weiter\s+)?(?:unten|im text)\b"
    r"|(?:answers?|comments?|see)\s+(?:below|inline|in (?:red|blue)))",
    re.IGNORECASE,
)

_DATE = (
    r"(?:\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{2,4})?|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}"
    r"|\d{1,2}\.? [A-Za-zäöüÄÖÜéû]{3,12}\.?,? \d{4}|[A-Z][a-zäöüéû]{2,11}\.? \d{1,2},? \d{4})"
)
_ATTRIBUTION = re.compile(
    rf"(?:(?:Am|On|Le|El|Il|Op)\b.{{0,40}}{_DATE}.{{0,200}}"
    r"(?:schrieb|wrote|a écrit|escribió|ha scritto|schreef|geschrieben)\b.{0,200}:"
    rf"|.{{1,120}}\b(?:schrieb|wrote) am .{{0,40}}{_DATE}.{{0,60}}:"
    rf"|.{{1,200}}(?:schrieb|wrote)(?: am| on)? .{{0,40}}{_DATE}.{{0,40}}:"
    rf"|{_DATE},? .{{0,60}}<[^<>\s]{{1,100}}@[^<>\s]{{1,100}}>:"
    rf"|.{{1,200}} hat am .{{0,30}}{_DATE}.{{0,40}} geschrieben:"
    r"|Zitat von .{1,200}:"
    r"|.{1,120}<[^<>\s]{1,100}@[^<>\s]{1,100}> (?:schrieb|wrote)\b.{0,100}:)\s*\Z",
    re.IGNORECASE,
)
_ABOVE_QUOTE = re.compile(
    r"(?:.{1,100}\b(?:schrieb|schreibt|wrote|writes)\s*:"
    rf"|[^@]{{1,100}}@[^@]{{1,100}}{_DATE}.{{0,40}}:)\Z",
    re.IGNORECASE,
)
"""Says who wrote only together with the quotation below it; alone it may be a sentence."""
_ATTRIBUTION_START = re.compile(r"(?:Am|On|Le|El|Il|Op)\s.{0,40}\d", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*(?:-{2,}|_{5,}|={5,})\s*"
    r"(?:Urspr(?:ü|ue|\?|=FC)ngliche (?:Nachricht|E-?Mail|Mail)|Original[- ]?(?:Nachricht|Mail|"
    r"message)|Originalnachricht|Original Message|Antwort(?:text)?|Reply message|"
    r"Message d'origine)\s*(?:-{2,}|_{2,}|={2,})?\s*(?:Von:.{0,200})?\Z",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[>\s]*(?:-{2,}|_{3,})?\s*(?:Weitergeleitete (?:Nachricht|E-?Mail|Mail)|"
    r"Anfang der weitergeleiteten (?:Nachricht|E-?Mail)|Forwarded message|"
    r"Begin forwarded message|Weitergeleitet von .{1,150} am .{4,60}|"
    r"Forwarded by .{1,150} on .{4,60})\s*:?\s*(?:-{2,})?\s*\Z",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\s*[*_]{0,2}(Von|From|De|Absender|Gesendet|Gesendet am|Datum|Sent|Date|An|To|Kopie|Cc|"
    r"CC|Betreff|Subject|Thema|Antwort an|Reply-To|Envoyé|À|Objet|Van|Verzonden|Aan|Onderwerp)"
    r"[*_]{0,2}\s?:[*_]{0,2}(?:\s.*)?\Z",
    re.IGNORECASE,
)
_SENDER_FIELDS = frozenset({"von", "from", "de", "absender", "van"})
_FIRST_FIELDS = _SENDER_FIELDS | {"gesendet", "datum", "date", "sent", "betreff", "subject", "an"}
_SUBJECT_FIELDS = frozenset({"betreff", "subject", "thema"})
_GROUPWISE = re.compile(r">>> .{1,200}\d.{0,80}>>>\s*\Z")
_UNDERLINE = re.compile(r"\s*[_\-=*]{10,}\s*\Z")
_MOBILE = re.compile(
    r"\s*(?:Von meinem(?:/meiner)? .{2,40} gesendet|"
    r"Gesendet von (?:meine[mr] |Mail f|Mail<|Outlook).{2,60}|"
    r"Gesendet mit (?:der |dem )?.{2,40}(?:App|Mail)|Sent from (?:my |Mail for |Outlook).{2,60}|"
    r"(?:Diese (?:Nachricht|Mail|E-Mail) wurde )?von meinem .{2,60} gesendet|"
    r"Get Outlook for .{2,40}|Holen Sie sich Outlook f.{2,40}|Outlook für .{2,20} beziehen|"
    r"Gesendet von Yahoo.{0,60}|Diese Nachricht wurde mit .{2,60} gesendet)\.?\s*"
    r"(?:<https?://\S{1,300}>)?(?: f.r Windows(?: \d\d)?| für Mac)?\s*\Z",
    re.IGNORECASE,
)
_LINK_LINE = re.compile(r"\s*<?https?://\S{1,500}>?\s*\Z")
_REPLY_SUBJECT = re.compile(r"\s*(?:AW|RE|Antw|Antwort|SV|VS)\s*(?:\[\d+\])?:", re.IGNORECASE)
_PROGRAM_WROTE = re.compile(
    rf"(?:Am|On)\b.{{0,20}}{_DATE}.{{0,10}}\d{{1,2}}:\d\d.{{0,20}}\bschrieb "
    r"(?!(?:uns|mir|ich|er|sie)\b)[^:]{2,80}:\Z",
    re.IGNORECASE,
)
"""With day and time, and nobody who "wrote to us": no person introduces a sentence like this."""
_FORWARD_SUBJECT = re.compile(r"\s*\[?(?:WG|FW|FWD|WTR|Weitergeleitet)\s*:", re.IGNORECASE)


def new_text(text: str, *, subject: str = "") -> str:
    """Return the new part of a readable text.

    A forwarded mail is content, not quotation: it stays. If nothing would be left, all stays.
    """
    is_forward = is_forward_subject(subject)
    lines = [line[:_LONGEST_LINE] for line in text.split("\n")]
    whole = text.split("\n")
    is_reply = _REPLY_SUBJECT.match(subject) is not None
    keep = _Marker(lines, is_forward=is_forward, is_reply=is_reply).kept()
    kept = [whole[number] for number in keep]
    result = _trim(kept)
    if _ANSWERS_BELOW.search(result) and len(result) <= _SHORT_NOTE:
        # Outlook marks answers within the quotation by colour alone, which no text shows.
        return _trim(whole)
    return result if result.strip() else _trim(whole)


def is_forward_mark(line: str) -> bool:
    """Say whether a line announces a mail that is passed on."""
    return _FORWARD.match(line) is not None


def is_forward_subject(subject: str) -> bool:
    """Say whether a subject begins with WG:, FW: and the like."""
    return _FORWARD_SUBJECT.match(subject) is not None


class _Marker:
    """Goes through the lines once and decides which ones are new."""

    def __init__(self, lines: list[str], *, is_forward: bool, is_reply: bool) -> None:
        self._lines = lines
        self._is_reply = is_reply
        self._is_forward = is_forward
        self._next_stop: list[int] = []
        self._filled_before: list[int] = []

    def kept(self) -> list[int]:
        """Return the numbers of the lines that stay."""
        kept: list[int] = []
        number = 0
        while number < len(self._lines):
            line = self._lines[number]
            gone: int | None = 0
            if not _is_too_short(line):
                if is_forward_mark(line):
                    # From here on somebody else's mail is passed on; all of it is content.
                    return kept + list(range(number, len(self._lines)))
                gone = None if self._starts_rest(number) else self._gone(number)
            if gone is None:
                return kept
            if not gone:
                kept.append(number)
            number += gone or 1
        return kept

    def _gone(self, number: int) -> int | None:
        """Return how many lines go here, 0 if the line stays, None if the whole rest goes."""
        line = self._lines[number]
        length = self._attribution(number)
        if length and self._is_followed_by_quote(number + length):
            return length
        if length:
            return None if self._is_certain(number, length) else 0
        if _may_introduce_quote(line) and self._is_followed_by_quote(number + 1):
            return 1
        if _is_signature_mark(line):
            after = self._end_of_signature(number)
            return 0 if after is None else after - number
        if _MOBILE.match(line):
            return 2 if _LINK_LINE.match("".join(self._lines[number + 1 : number + 2])) else 1
        return 1 if line.startswith(">") else 0

    def _starts_rest(self, number: int) -> bool:
        """Say whether everything from here on is the mail that was answered."""
        line = self._lines[number]
        if _SEPARATOR.match(line) or _GROUPWISE.match(line):
            return not self._is_forward
        if _UNDERLINE.match(line):
            following = self._next_filled(number + 1)
            return following is not None and self._is_header_block(following)
        return self._is_header_block(number)

    def _is_header_block(self, number: int) -> bool:
        """Recognise "Von: … Gesendet: … An: … Betreff: …" as Outlook and Notes write it."""
        first = _FIELD.match(self._lines[number])
        if first is None or first[1].lower() not in _FIRST_FIELDS:
            return False
        names = set()
        filled = 0
        for line in self._lines[number : number + 2 * _HEADER_LINES]:
            if not line.strip():
                continue
            filled += 1
            match = _FIELD.match(line)
            if match:
                names.add(match[1].lower())
            if filled >= _HEADER_LINES:
                break
        is_block = bool(names & _SENDER_FIELDS) and len(names) >= 3
        return is_block and not self._is_forward

    def _attribution(self, number: int) -> int:
        """Return over how many lines "Am … schrieb …:" runs here; 0 if it does not."""
        first = self._lines[number]
        if first.startswith(">") or not first.strip():
            return 0
        if _is_attribution(first):
            return 1
        joined = first.strip()
        if not _ATTRIBUTION_START.match(joined):
            return 0
        for length in range(2, _ATTRIBUTION_LINES + 1):
            if number + length > len(self._lines) or not self._lines[number + length - 1].strip():
                return 0
            joined += " " + self._lines[number + length - 1].strip()
            if _is_attribution(joined):
                return length
        return 0

    def _is_certain(self, number: int, length: int) -> bool:
        """Without ``>`` marks an address shows that a program wrote the line, or its form."""
        joined = " ".join(line.strip() for line in self._lines[number : number + length])
        if self._is_forward:
            return False
        return "@" in joined or (self._is_reply and _PROGRAM_WROTE.match(joined) is not None)

    def _is_followed_by_quote(self, number: int) -> bool:
        following = self._next_filled(number)
        return following is not None and self._lines[following].startswith(">")

    def _next_filled(self, number: int) -> int | None:
        for candidate in range(number, min(number + 6, len(self._lines))):
            if self._lines[candidate].strip():
                return candidate
        return None

    def _end_of_signature(self, number: int) -> int | None:
        """Return the line after a signature, or None if this is no signature.

        It ends where a quotation begins; a long rest behind two dashes is text.
        """
        if not self._next_stop:
            self._look_ahead()
        end = self._next_stop[number + 1]
        filled = self._filled_before[end] - self._filled_before[number + 1]
        return end if filled <= _SIGNATURE_LINES else None

    def _look_ahead(self) -> None:
        """Note for each line where the next quotation starts, once for all signature marks."""
        count = len(self._lines)
        self._filled_before = [0]
        for line in self._lines:
            self._filled_before.append(self._filled_before[-1] + bool(line.strip()))
        self._next_stop = [count] * (count + 1)
        for number in range(count - 1, -1, -1):
            line = self._lines[number]
            is_stop = not _is_too_short(line) and (
                line.startswith(">")
                or self._starts_rest(number)
                or self._attribution(number)
                or is_forward_mark(line)
            )
            self._next_stop[number] = number if is_stop else self._next_stop[number + 1]


def _is_too_short(line: str) -> bool:
    """A line this short announces nothing; most of them are empty."""
    return len(line) < 3 and line[:1] not in (">", "-")


def _is_attribution(line: str) -> bool:
    return _ends_like_attribution(line) and _ATTRIBUTION.match(line.strip()) is not None


def _may_introduce_quote(line: str) -> bool:
    return _ends_like_attribution(line) and _ABOVE_QUOTE.match(line.strip()) is not None


def _ends_like_attribution(line: str) -> bool:
    return len(line) <= _LONGEST_ATTRIBUTION and line.rstrip().endswith(":")


def _is_signature_mark(line: str) -> bool:
    return line in ("-- ", "--", "-- \u00a0") or line.rstrip() == "--"


def _trim(lines: list[str]) -> str:
    result: list[str] = []
    for line in lines:
        stripped = line.rstrip()
        # Quoted paragraphs that went leave gaps behind.
        if stripped or (result and result[-1]):
            result.append(stripped)
    while result and (not result[-1] or _UNDERLINE.match(result[-1])):
        result.pop()
    return "\n".join(result)
