"""What a person reads and what was attached, out of the tree of parts."""

from dataclasses import dataclass, field

from lotse.mail.parsing import calendar, markup, smime, tnef
from lotse.mail.parsing.characters import clean_text, decode
from lotse.mail.parsing.mime import Part, Reader
from lotse.mail.parsing.parameters import file_name

MAX_TEXT = 1_000_000
"""Characters of text that are kept; the original stays whole."""
MAX_OPENED = 8
"""Signed or TNEF containers opened inside each other."""
_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_SMIME = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
_PKCS7 = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_NO_HTML_HINTS = (
    "kein html",
    "html-f",
    "html format",
    "html-format",
    "not support html",
    "view this",
)
_NO_ANSWER = "Die Mail ist verschlüsselt und konnte nicht gelesen werden."
_EXTENSIONS = {
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


@dataclass
class Content:
    texts: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    attachments: list[tuple[str, str, bytes, str]] = field(default_factory=list)
    """Name, declared type, content, Content-ID."""
    messages: list[bytes] = field(default_factory=list)
    """Complete mails that are attached."""
    calendar_method: str = ""
    is_encrypted: bool = False
    secured: smime.Secured | None = None
    """The outermost S/MIME layer."""

    @property
    def text(self) -> str:
        return "\n\n".join(text.strip("\n") for text in self.texts if text.strip())


class Collector:
    """Walks the tree once."""

    def __init__(self, reader: Reader) -> None:
        self.content = Content()
        self._reader = reader
        self._opened = 0
        self._is_text_wanted = True

    def take(self, part: Part) -> None:
        """Take in a part and everything below it."""
        if part.type == "multipart/alternative":
            self._alternative(part)
        elif part.type == "multipart/signed":
            self._note_signature(part)
            self._each(part.children[:1])
            # A proxy may have appended a footer behind the signature.
            self._each([child for child in part.children[1:] if child.type not in _SIGNATURES])
        elif part.type == "multipart/encrypted":
            self._encrypted(part.children[-1] if part.children else part)
        elif part.type == "multipart/appledouble":
            self._each(part.children[-1:])
        elif part.type.startswith("multipart/"):
            self._each(part.children)
        else:
            self._leaf(part)

    def _note_signature(self, part: Part) -> None:
        signature = next((child for child in part.children[1:] if child.type in _SMIME), None)
        if signature is None or self.content.secured is not None:
            return
        content = smime.canonical(part.children[0].whole)
        self.content.secured = smime.Secured("detached", signature.content(), content)

    def _each(self, parts: list[Part]) -> None:
        for part in parts:
            self.take(part)

    def _alternative(self, part: Part) -> None:
        """Take the plain text, and the HTML for the sanitised view; either alone if need be."""
        texts = self.content.texts
        before = len(texts)
        plain = [child for child in part.children if self._is_text(child, "text/plain")]
        self._each(plain)
        kept = texts[before:]
        del texts[before:]
        has_plain = any(text.strip() for text in kept) and not _says_nothing("".join(kept))
        was_wanted, self._is_text_wanted = self._is_text_wanted, not has_plain
        self._each([child for child in part.children if child not in plain])
        self._is_text_wanted = was_wanted
        if has_plain or len(texts) == before:
            texts[before:before] = kept

    def _leaf(self, part: Part) -> None:
        if part.type in _SIGNATURES and not part.file_name.lower().endswith(".pdf"):
            return
        if part.type in _PKCS7:
            self._pkcs7(part)
        elif part.type in _TNEF or part.file_name.lower() == "winmail.dat":
            self._tnef(part)
        elif self._is_text(part, "text/plain"):
            self._plain(part)
        elif self._is_text(part, "text/html"):
            self._html(part)
        elif part.type == "text/calendar":
            self._calendar(part)
        elif part.type in ("message/rfc822", "message/global"):
            self._message(part)
        elif part.type.startswith("text/") and not part.file_name and not _is_attached(part):
            # text/enriched, text/markdown and the like are still somebody's words.
            self._plain(part)
        else:
            self._attach(part)

    @staticmethod
    def _is_text(part: Part, kind: str) -> bool:
        return part.type == kind and not _is_attached(part) and not part.file_name

    def _plain(self, part: Part) -> None:
        text = self._decoded(part)
        if part.parameters.get("format", "").lower() == "flowed":
            text = _unflow(text, is_spaced=part.parameters.get("delsp", "").lower() != "yes")
        if "-----BEGIN PGP MESSAGE-----" in text:
            self._reader.note(_NO_ANSWER)
            self.content.is_encrypted = True
        self.content.texts.append(text)

    def _html(self, part: Part) -> None:
        source = self._decoded(part)
        self.content.html.append(source)
        if not self._is_text_wanted:
            return
        text, problem = markup.to_text(source)
        self._reader.note(problem)
        self.content.texts.append(text)

    def _decoded(self, part: Part) -> str:
        data = part.content()
        if len(data) > 4 * MAX_TEXT:
            data = data[: 4 * MAX_TEXT]
            self._reader.note("Der Text ist sehr lang und wurde gekürzt.")
        charset = part.charset
        if not charset and part.type == "text/html":
            charset = markup.declared_charset(data[:2_000])
        text, problem = decode(data, charset)
        self._reader.note(problem)
        if len(text) > MAX_TEXT:
            text = text[:MAX_TEXT]
            self._reader.note("Der Text ist sehr lang und wurde gekürzt.")
        return clean_text(text)

    def _calendar(self, part: Part) -> None:
        source = self._decoded(part)
        method, description = calendar.describe(source)
        self.content.calendar_method = method or part.parameters.get("method", "").upper()
        if self._is_text_wanted and not self.content.text:
            self.content.texts.append(description)
        self._attach(part, "Termin.ics")

    def _message(self, part: Part) -> None:
        raw = part.content()
        self.content.messages.append(raw)
        subject = Reader().read(raw[:200_000]).headers.text("subject")
        name = part.file_name or file_name((subject or "Nachricht") + ".eml")
        self._add(name, part.type, raw)

    def _encrypted(self, part: Part) -> None:
        self._reader.note(_NO_ANSWER)
        self.content.is_encrypted = True
        self._attach(part, "verschluesselt.asc")

    def _pkcs7(self, part: Part) -> None:
        data = part.content()
        signed = smime.signed_content(data) if self._opened < MAX_OPENED else None
        if signed is not None:
            self._opened += 1
            self.content.secured = self.content.secured or smime.Secured("opaque", data)
            self.take(self._reader.read(signed))
            return
        if "enveloped" in part.parameters.get("smime-type", "") or smime.is_enveloped(data):
            self._reader.note(_NO_ANSWER)
            self.content.is_encrypted = True
            self.content.secured = self.content.secured or smime.Secured("encrypted", data)
        else:
            self._reader.note("Der signierte Inhalt konnte nicht gelesen werden.")
        self._attach(part, "smime.p7m")

    def _tnef(self, part: Part) -> None:
        found = tnef.read(part.content())
        if found is None:
            self._reader.note("Die Anlage winmail.dat konnte nicht geöffnet werden.")
            self._attach(part, "winmail.dat")
            return
        for name, content in found.attachments:
            self._add(file_name(name), "application/octet-stream", content)
        if not self.content.text:
            text = clean_text(found.text) or markup.to_text(found.html)[0]
            self.content.texts.append(text)
        if not found.attachments and not self.content.text:
            self._reader.note("winmail.dat enthält nichts Lesbares.")
            self._attach(part, "winmail.dat")

    def _attach(self, part: Part, fallback: str = "") -> None:
        self._add(part.file_name or fallback, part.type, part.content(), part.content_id)

    def _add(self, name: str, kind: str, content: bytes, content_id: str = "") -> None:
        if not name:
            number = len(self.content.attachments) + 1
            name = f"Anlage-{number}{_EXTENSIONS.get(kind, '.bin')}"
        self.content.attachments.append((name, kind[:100], content, content_id))


def _is_attached(part: Part) -> bool:
    return part.disposition == "attachment"


def _says_nothing(text: str) -> bool:
    """Some senders fill the plain part with the advice to get another mail program."""
    return len(text) < 400 and any(hint in text.lower() for hint in _NO_HTML_HINTS)


def _unflow(text: str, *, is_spaced: bool) -> str:
    """Join the lines of ``format=flowed`` (RFC 3676) that belong to one paragraph."""
    result: list[str] = []
    open_level = -1
    for line in text.split("\n"):
        stripped = line.lstrip(">")
        level = len(line) - len(stripped)
        content = stripped.removeprefix(" ")
        is_signature = content == "-- "
        if open_level == level and not is_signature:
            result[-1] += content
        else:
            result.append(">" * level + " " + content if level else content)
        flows = content.endswith(" ") and not is_signature
        open_level = level if flows else -1
        if flows and not is_spaced:
            result[-1] = result[-1][:-1]
    return "\n".join(result)
