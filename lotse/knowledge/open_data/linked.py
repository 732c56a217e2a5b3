"""The same records in the words of schema.org, for JSON-LD. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lotse.knowledge.open_data.records import NOT_RELEASED, Record
from lotse.knowledge.rights import ADDRESSES, Licence

CONTEXT = "https://schema.org"
MEDIA_TYPE = "application/ld+json"


def example(record: Record) -> Record:
    return _bare(
        {
            **_work(record, "Article"),
            "name": record["title"],
            "abstract": record["what"],
            "articleBody": "\n\n".join(
                text for text in (record["problem"], record["solution"]) if text
            ),
            "contentLocation": [_place(town) for town in record["municipalities"]],
            "temporalCoverage": str(record["year"]) if record["year"] else None,
            "datePublished": record["published_at"],
            "dateModified": record["changed_at"],
            "associatedMedia": [
                _bare(
                    {
                        "@type": "MediaObject",
                        "name": file["title"],
                        "contentUrl": file["url"],
                        "license": _licence(file["licence"]),
                    }
                )
                for file in record["files"]
            ],
        }
    )


def answer(record: Record) -> Record:
    work = _work(record, "Question")
    parts = (record["short_answer"], record["long_answer"])
    return _bare(
        {
            **{name: value for name, value in work.items() if name != "citation"},
            "name": record["title"],
            "datePublished": record["published_at"],
            "dateModified": record["changed_at"],
            "answerCount": 1,
            "acceptedAnswer": _bare(
                {
                    "@type": "Answer",
                    "text": "\n\n".join(text for text in parts if text),
                    "citation": work["citation"],
                }
            ),
        }
    )


def fact(record: Record) -> Record:
    begins, ends = record["valid_from"], record["valid_to"]
    return _bare(
        {
            **_work(record, "Claim"),
            "identifier": record["code"],
            "name": record["title"],
            "text": record["statement"],
            "spatialCoverage": record["where"],
            "temporalCoverage": f"{begins or '..'}/{ends or '..'}" if begins or ends else None,
            "mainEntity": _amount(record),
        }
    )


def topic(record: Record) -> Record:
    return _bare(
        {
            "@type": "DefinedTerm",
            "@id": record["url"],
            "termCode": record["code"],
            "name": record["name"],
            "alternateName": record["labels"],
            "description": record["lead_question"],
            "inDefinedTermSet": record["broader"],
            "license": _licence(record["licence"]),
        }
    )


def municipality(record: Record) -> Record:
    geo = None
    if record["latitude"] is not None:
        geo = {
            "@type": "GeoCoordinates",
            "latitude": record["latitude"],
            "longitude": record["longitude"],
        }
    return _bare(
        {
            **_place(record),
            "additionalType": record["type"],
            "geo": geo,
            "license": _licence(record["licence"]),
            "creditText": record["source"],
        }
    )


Translate = Callable[[Record], Record]
TRANSLATIONS: Mapping[str, Translate] = {
    "examples": example,
    "answers": answer,
    "facts": fact,
    "topics": topic,
    "municipalities": municipality,
}


def document(name: str, title: str, records: Iterable[Record]) -> Iterator[Record]:
    """Yield the parts of a graph: first the data set itself, then one object for each record."""
    yield {"@type": "Dataset", "name": title, "inLanguage": "de"}
    yield from map(TRANSLATIONS[name], records)


def _work(record: Record, kind: str) -> Record:
    """What any of our texts has in common."""
    return {
        "@type": kind,
        "@id": record["url"],
        "url": record["url"],
        "inLanguage": "de",
        "about": [
            {"@type": "DefinedTerm", "termCode": one["code"], "name": one["name"]}
            for one in (*record["fields"], *record["concepts"])
        ],
        "license": _licence(record["licence"]),
        "creditText": record["attribution"],
        "citation": [
            _bare({"@type": "CreativeWork", "name": source["title"], "url": source["url"]})
            for source in record["sources"]
        ],
    }


def _place(town: Record) -> Record:
    return {
        "@type": "AdministrativeArea",
        "name": town["name"],
        "identifier": {"@type": "PropertyValue", "propertyID": "AGS", "value": town["key"]},
    }


def _amount(record: Record) -> Record | None:
    if record["value"] is None:
        return None
    span = {"minValue": record["value"], "maxValue": record["value_max"]}
    number = {"value": record["value"]} if record["value_max"] is None else span
    return {"@type": "QuantitativeValue", **number, "unitText": record["unit"]}


def _licence(name: str) -> str | None:
    """Return the address of a licence; its name where it has none, nothing if not released."""
    if name == NOT_RELEASED:
        return None
    return ADDRESSES.get(Licence(name), name)


def _bare(record: dict[str, Any]) -> Record:
    return {name: value for name, value in record.items() if value not in (None, "", [])}
