"""Programs that read pages by themselves: counting what people do leaves them out."""

import re

_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|preview|monitor|uptime|fetch|feed|scan|validator"
    r"|python|curl|wget|httpx|okhttp|axios|go-http|java/|libwww|perl|ruby|headless|lighthouse"
    r"|facebookexternalhit|whatsapp|telegram|gpt|claude|bytespider",
    re.IGNORECASE,
)


def is_robot(agent: str) -> bool:
    """Say whether a request's User-Agent names a program. Empty ones do, too.

    Programs that pretend to be browsers are taken for people; nothing but counts depends on it.
    """
    return not agent or _ROBOT.search(agent) is not None
