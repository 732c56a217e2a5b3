"""What our own mail server found out about a sender: SPF, DKIM, DMARC (RFC 8601). Pure.

Anybody can write ``Authentication-Results`` into a mail. Ours is the topmost one with our server's
name: servers put theirs above what they were given, so a forged one stands below (decision 0027).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

Verdict = Literal["confirmed", "refuted", "unknown"]
METHODS = ("spf", "dkim", "dmarc")
MAX_OWN_HOPS = 3
"""``Received`` fields our own servers may have put above the results."""
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"\s*(spf|dkim|dmarc)\s*=\s*([a-z]{2,12})\b(.*)", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(
    r"(?:header\.(?:d|i|from)|smtp\.(?:mailfrom|helo))\s*=\s*\"?([^\s;\"]{1,320})", re.IGNORECASE
)


def read(trace: Sequence[tuple[str, str]], *, authserv_id: str) -> dict[str, dict[str, str]]:
    """Return ``{"dkim": {"result": "pass", "domain": "stadt.example"}, …}``; empty if unknown.

    trace: ``received`` and ``authentication-results`` fields from the top. authserv_id: lower case.
    Above the first ``Received`` every field of our server counts (several filters write one each),
    below it only the first.
    """
    findings: dict[str, dict[str, str]] = {}
    hops = 0
    for name, value in trace:
        if name == "received":
            hops += 1
            if findings or hops > MAX_OWN_HOPS:
                break
            continue
        server, results = _split(value)
        if server != authserv_id:
            continue
        for method, finding in results.items():
            findings.setdefault(method, finding)
        if hops:
            break
    return findings


def verdict(findings: Mapping[str, Mapping[str, str]], *, sender: str) -> Verdict:
    """Say whether the mail really comes from the domain of its sender.

    sender: address in ``From``. DMARC decides; without it, SPF or DKIM for the very domain.
    """
    results = {method: finding.get("result", "") for method, finding in findings.items()}
    if results.get("dmarc") == "pass":
        return "confirmed"
    if results.get("dmarc") == "fail":
        return "refuted"
    domain = sender.rpartition("@")[2].lower()
    passed = [findings[method] for method in ("dkim", "spf") if results.get(method) == "pass"]
    if any(_is_aligned(domain, finding.get("domain", "")) for finding in passed):
        return "confirmed"
    if "fail" in results.values() or "softfail" in results.values():
        return "refuted"
    return "unknown"


def _is_aligned(domain: str, proven: str) -> bool:
    return bool(proven) and (domain == proven or domain.endswith(f".{proven}"))


def _split(value: str) -> tuple[str, dict[str, dict[str, str]]]:
    plain = _COMMENT.sub(" ", value[:4_000])
    server, *parts = plain.split(";")
    found: dict[str, dict[str, str]] = {}
    for part in parts:
        match = _RESULT.match(part)
        if match is None:
            continue
        method, result = match[1].lower(), match[2].lower()
        named = _PROPERTY.search(match[3])
        domain = named[1].rpartition("@")[2].lower() if named else ""
        # A mail may bear several DKIM signatures: one that holds is enough.
        if found.get(method, {}).get("result") != "pass":
            found[method] = {"result": result, "domain": domain[:253]}
    return server.strip().split(" ")[0].lower(), found
