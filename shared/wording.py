"""What is wrong with a value that somebody sent or set, in words that need no knowledge of our libraries."""

from collections.abc import Mapping
from typing import Any

# By the library's name for the mistake; `{}` is filled with the bound.
_WORDS = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "extra_forbidden": "is not known here",
    "finite_number": "must be a finite number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "less_than_equal": "must be {le} or less",
    "list_type": "must be a list",
    "literal_error": "must be {expected}",
    "missing": "is missing",
    "model_attributes_type": "must be a JSON object",
    "model_type": "must be a JSON object",
    "string_too_long": "is longer than {max_length} characters",
    "string_too_short": "is empty",
    "string_type": "must be a string",
    "string_unicode": "holds half a surrogate pair, which is no character",
    "too_long": "has more than {max_length} items",
    "uuid_parsing": "must be a UUID such as 0192a1c4-7f3e-7b52-9c1d-5e8f2a6b4d30",
}


def wording(error: Mapping[str, Any], own: Mapping[str, str] | None = None) -> str:
    """What one of pydantic's errors says. `own` are the words of who asks, where they know better what is meant."""
    kind, bounds = error["type"], error.get("ctx", {})
    words = {**_WORDS, **(own or {})}.get(kind)
    return words.format(**bounds) if words else error["msg"].removeprefix("Value error, ")
