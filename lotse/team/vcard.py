"""A contact as vCard 3.0 (RFC 2426), the version that Outlook and all phones read. Pure."""


def vcard(*, name: str, organisation: str, email: str, phone: str, note: str, url: str) -> str:
    """Return the text of a .vcf file. Empty values are left out. Lines end with CRLF."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_escaped(name)};;;;",
        f"FN:{_escaped(name)}",
        *_line("ORG", organisation),
        *_line("EMAIL;TYPE=INTERNET", email),
        *_line("TEL;TYPE=WORK,VOICE", phone),
        *_line("NOTE", note),
        *_line("URL", url),
        "END:VCARD",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _line(label: str, value: str) -> list[str]:
    return [f"{label}:{_escaped(value)}"] if value else []


def _escaped(value: str) -> str:
    for special in "\\;,":
        value = value.replace(special, f"\\{special}")
    return " ".join(value.split())


def _folded(line: str) -> str:
    """Fold to 75 octets without cutting a character (RFC 2426, 2.6)."""
    parts, current = [], ""
    for character in line:
        if len((current + character).encode()) > 74:
            parts.append(current)
            current = ""
        current += character
    return "\r\n ".join([*parts, current])
