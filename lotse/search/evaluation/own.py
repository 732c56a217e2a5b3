"""Questions of municipal staff, asked of the installation's own index with the demo content."""

from pathlib import Path
from typing import Any

from lotse.lib.audience import Audience
from lotse.search import engine, generations
from lotse.search.evaluation import asking, figures
from lotse.search.evaluation.figures import Asked
from lotse.search.evaluation.judged import BadInput, Judged, lines, read
from lotse.search.models import Record

QUESTIONS = Path(__file__).with_name("questions.jsonl")
JUDGEMENTS = Path(__file__).with_name("judgements.tsv")
RECORDS = Path(__file__).with_name("records.txt")
"""The records that were there to be read when the questions were judged."""
BASELINE = Path(__file__).with_name("baseline.jsonl")


def judged() -> Judged:
    return read(QUESTIONS, JUDGEMENTS)


def name(kind: str, url: str) -> str:
    """Return the id of a record that is the same in every installation: its kind and slug."""
    return f"{kind}:{url.partition('#')[0].rstrip('/').rpartition('/')[2]}"


def ask(questions: Judged) -> tuple[list[Asked], dict[str, Any]]:
    """Return the answers and their summary, also by language and by kind of question.

    ``missing`` in the summary is the number of judged records that are not in the index; they count
    as not found. ``unread`` is the number of records that nobody has judged yet; they are left out
    of what was found. Raises BadInput if all judged records are missing.
    """
    generation = generations.active()
    if generation is None:
        raise BadInput("Es gibt noch keinen Suchindex: lotse search reindex")
    visible = Record.objects.filter(generation=generation, audience=Audience.PUBLIC)
    known = {name(kind, url) for kind, url in visible.values_list("kind", "url")}
    wanted = {record for grades in questions.relevant.values() for record in grades}
    if known.isdisjoint(wanted):
        raise BadInput(
            "Keiner der beurteilten Inhalte steht im Suchindex. Sie gehören zum Vorführbestand: "
            "lotse setup --demo"
        )

    def name_of(result: engine.Result) -> str:
        return name(result.kind, result.url)

    unread = known - {record for _number, record in lines(RECORDS)}
    asked = asking.ask(questions, name_of, unread=unread)
    return asked, {
        **figures.summary(asked, documents=len(known)),
        "missing": len(wanted - known),
        "unread": len(unread),
        "by_language": figures.by(asked, [one.question.language for one in asked]),
        "by_kind": figures.by(asked, [one.question.kind for one in asked]),
    }
