"""Documents to find. The models of the index are only ever written through ``index``."""

from factory.base import Factory
from factory.declarations import LazyAttribute, LazyFunction, Sequence

from lotse.lib.audience import Audience
from lotse.search.documents import Document, Passage


class PassageFactory(Factory[Passage]):
    class Meta:
        model = Passage

    heading = "Kurz gesagt"
    text = "Die Stadt hat gehandelt."
    anchor = "kurz"


class DocumentFactory(Factory[Document]):
    class Meta:
        model = Document

    kind = "example"
    object_id = Sequence(lambda number: number + 1)
    title = "Ein Beispiel"
    url = LazyAttribute(lambda made: f"/beispiele/{made.object_id}/")
    audience = Audience.PUBLIC
    passages = LazyFunction(lambda: (PassageFactory.create(),))


def document(title: str, *texts: str, **fields: object) -> Document:
    """A document with a title and one passage for each text."""
    passages = tuple(PassageFactory.create(text=text) for text in texts)
    made: Document = DocumentFactory.create(title=title, passages=passages, **fields)
    return made
