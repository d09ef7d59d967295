"""The JSON Schema of the document, for tools that check without claimx."""

from __future__ import annotations

from typing import Any

from claimx.model import SCHEMA, Document

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document, one definition per type."""
    import msgspec

    made = msgspec.json.schema(Document)
    made["$defs"]["Document"]["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": DIALECT, "title": f"claimx document, {SCHEMA}", **made}
