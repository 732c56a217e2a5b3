"""Documents to find. The models of the index are only ever written through ``index``."""

import factory

from lotse.lib.audience import Audience
from lotse.search.documents import Document, Passage


class PassageFactory(factory.Factory[Passage]):
    class Meta:
        model = Passage

    heading = "Kurz gesagt"
    text = "Die Stadt hat gehandelt."
    anchor = "kurz"


class DocumentFactory(factory.Factory[Document]):
    class Meta:
        model = Document

    kind = "example"
    object_id = factory.Sequence(lambda number: number + 1)
    title = "Ein Beispiel"
    url = factory.LazyAttribute(lambda document: f"/beispiele/{document.object_id}/")
    audience = Audience.PUBLIC
    passages = factory.LazyFunction(lambda: (PassageFactory.create(),))


def document(title: str, *texts: str, **fields: object) -> Document:
    """A document with a title and one passage for each text."""
    passages = tuple(PassageFactory.create(text=text) for text in texts)
    return DocumentFactory.create(title=title, passages=passages, **fields)
