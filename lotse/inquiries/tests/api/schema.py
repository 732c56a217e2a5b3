"""As much of JSON Schema as our OpenAPI document uses; an unknown keyword fails."""

from typing import Any

TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}
SILENT = {"title", "description", "default", "format", "maxLength", "minLength", "pattern"}
KNOWN = SILENT | {"$ref", "anyOf", "type", "properties", "required", "items", "enum", "const"}


def mistakes(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "$") -> list[str]:
    """Return what is wrong with a value, one line each. whole: the OpenAPI document."""
    assert set(schema) <= KNOWN, f"teach this checker {set(schema) - KNOWN}"
    if "$ref" in schema:
        return mistakes(value, _found(schema["$ref"], whole), whole, at)
    if "anyOf" in schema:
        tries = [mistakes(value, one, whole, at) for one in schema["anyOf"]]
        return [] if [] in tries else [f"{at}: fits none of {len(tries)}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r} is not listed"]
    wanted = TYPES[schema["type"]]
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        return [f"{at}: {value!r} is no {schema['type']}"]
    found: list[str] = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [
            f"{at}.{name}: missing" for name in schema.get("required", ()) if name not in value
        ]
        found += [f"{at}.{name}: undocumented" for name in value if name not in known]
        for name, part in value.items():
            found += mistakes(part, known[name], whole, f"{at}.{name}") if name in known else []
    if isinstance(value, list):
        for place, part in enumerate(value):
            found += mistakes(part, schema["items"], whole, f"{at}[{place}]")
    return found


def _found(reference: str, whole: dict[str, Any]) -> dict[str, Any]:
    part: Any = whole
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    assert isinstance(part, dict)
    return part
