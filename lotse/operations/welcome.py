"""What a person who has just started Lotse needs to know."""

from django.conf import settings

TEST_MAIL = "lotse testmail"


def lines(address: str) -> list[str]:
    """Return the lines that ``lotse serve`` prints once it is ready.

    address: ``host:port`` of the web server.
    """
    mailbox = f"{settings.INQUIRY_ADDRESS} über SMTP an "
    listener = f"{settings.SMTP_LISTEN_HOST}:{settings.SMTP_LISTEN_PORT}"
    answer = [
        "",
        f"Lotse läuft:    http://{address}/",
        f"Postfach:       {mailbox}{listener}",
    ]
    return [*answer, "Beenden:        Strg+C", ""]
