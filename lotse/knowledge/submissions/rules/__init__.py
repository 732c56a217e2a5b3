"""Everything that changes a submission: writing, receiving, triage, release, what follows."""

from lotse.knowledge.submissions.rules.consent import (
    answer_consent,
    ask_consent,
    confirm_public_facts,
    record_consent,
    remind_waiting,
)
from lotse.knowledge.submissions.rules.following import scan_waiting, tell_published
from lotse.knowledge.submissions.rules.receiving import (
    Incoming,
    add_automatic,
    add_bounce,
    add_reply,
    receive_mail,
    send_status_link,
)
from lotse.knowledge.submissions.rules.taking_over import take_over_file
from lotse.knowledge.submissions.rules.triage import (
    accept,
    ask_back,
    mark_duplicate,
    note,
    reject,
    reopen,
    take,
)
from lotse.knowledge.submissions.rules.writing import (
    add_files,
    begin,
    complete,
    confirm,
    describe_file,
    remove_file,
    save_for_later,
    send,
    write,
)

__all__ = [
    "Incoming",
    "accept",
    "add_automatic",
    "add_bounce",
    "add_files",
    "add_reply",
    "answer_consent",
    "ask_back",
    "ask_consent",
    "begin",
    "complete",
    "confirm",
    "confirm_public_facts",
    "describe_file",
    "mark_duplicate",
    "note",
    "receive_mail",
    "record_consent",
    "reject",
    "remind_waiting",
    "remove_file",
    "reopen",
    "save_for_later",
    "scan_waiting",
    "send",
    "send_status_link",
    "take",
    "take_over_file",
    "tell_published",
    "write",
]
