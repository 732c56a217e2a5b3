"""What a person who has just started Lotse needs to know."""

from pathlib import Path

from django.conf import settings

from lotse.accounts import demo


def lines(address: str) -> list[str]:
    """Return the lines that ``lotse serve`` prints once it is ready.

    address: ``host:port`` of the web server.
    """
    mailroom = f"{settings.SMTP_LISTEN_HOST}:{settings.SMTP_LISTEN_PORT}"
    answer = [
        "",
        f"Lotse läuft:   http://{address}/",
        f"Postzimmer:    {mailroom} nimmt Mails an {settings.INQUIRY_ADDRESS} an",
    ]
    if settings.IS_DEMO:
        answer += _demo(address)
    return [*answer, "", "Beenden mit Strg+C.", ""]


def _demo(address: str) -> list[str]:
    port = settings.SMTP_LISTEN_PORT
    people = [
        f"  {person.email:<32} {', '.join(str(role.label) for role in person.roles)}"
        for person in demo.PEOPLE
    ]
    return [
        f"Arbeitsplatz:  http://{address}/arbeitsplatz/",
        f"Postausgang:   http://{address}/postausgang/",
        "",
        f"Anmelden unter http://{address}/anmelden/kennwort/ mit dem Kennwort {demo.PASSWORD}:",
        *people,
        "",
        "Eine Anfrage schicken:",
        f"  {_program()} testmail --smtp-port {port}",
    ]


def _program() -> str:
    """Return how to call this program from where the person stands."""
    here, program = Path.cwd(), settings.BASE_DIR / ".venv" / "bin" / "lotse"
    if not program.exists():
        return "lotse"
    return str(program.relative_to(here)) if program.is_relative_to(here) else str(program)
