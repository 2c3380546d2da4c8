"""From bytes to a Submission, or to a RefusedError that names the field. Pure, and stricter than JSON libraries are."""

import codecs
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from pydantic import ValidationError
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

from shared.articles import Submission
from shared.errors import FieldError, RefusedError
from shared.wording import wording

_LISTS = frozenset(("authors", "tags"))
_PARAMETERS = frozenset(Submission.model_fields) - {"text", "html"}
# Python's codecs for other things than text on the wire; some of them raise what is no UnicodeDecodeError.
_NO_CHARSETS = frozenset(("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"))
_MESSAGES = {"extra_forbidden": "is not a field of an article", "list_type": "must be a list of strings"}


def from_json(body: bytes) -> Submission:
    """A submission from a JSON object. Status 400 if it is no JSON, 422 if a field is wrong."""
    try:
        text = _decoded(body.removeprefix(codecs.BOM_UTF8), "utf-8")
        fields = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError:
        raise _refused(400, "body", "is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise _refused(400, "body", f"is not JSON: {error.msg} at character {error.pos}") from None
    except ValueError:
        # The only other one is int's: more digits than Python converts.
        raise _refused(400, "body", "holds a number with too many digits") from None
    return _submission(fields)


def from_text(body: bytes, charset: str | None, parameters: Iterable[tuple[str, str]]) -> Submission:
    """A submission from plain text; the other fields are query parameters, repeated for lists."""
    return _submission({**_fields(parameters), "text": _decoded(body, _codec(charset) if charset else "utf-8-sig")})


def from_html(body: bytes, charset: str | None, parameters: Iterable[tuple[str, str]]) -> Submission:
    """A submission from a page, in the encoding of the header, else of the byte order mark, else of the page."""
    found, _ = read_bom(body)
    name = _codec(charset) if charset else found or _declared(body)
    html = _decoded(body, name).removeprefix("\ufeff")
    return _submission({**_fields(parameters), "html": html})


def _submission(fields: Any) -> Submission:
    try:
        return Submission.model_validate(fields)
    except ValidationError as error:
        errors = [_field_error(e) for e in error.errors(include_url=False, include_input=False)[:20]]
        raise RefusedError(422, "The article is not valid.", errors) from None


def _field_error(error: Mapping[str, Any]) -> FieldError:
    # What pydantic says about the whole object has no place. A value error there is ours: no body, or two.
    field = ".".join(map(str, error["loc"])) or ("text" if error["type"] == "value_error" else "body")
    return FieldError(_printable(field), wording(error, _MESSAGES))


def _fields(parameters: Iterable[tuple[str, str]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in parameters:
        if name not in _PARAMETERS:
            raise _refused(422, name, "is not a field of an article")
        if name in _LISTS:
            fields.setdefault(name, []).append(value)
        elif name in fields:
            raise _refused(422, name, "is given twice")
        else:
            fields[name] = value
    return fields


def _decoded(body: bytes, codec: str) -> str:
    try:
        return body.decode(codec)
    except UnicodeDecodeError as error:
        encoding = "UTF-8" if codec.startswith("utf-8") else codec
        raise _refused(400, "body", f"is not valid {encoding} at byte {error.start}") from None


def _codec(charset: str) -> str:
    """The charset of the header as a codec of characters: Python also has codecs that unpack archives."""
    codec = _text_codec(charset)
    if codec is None:
        raise _refused(415, "Content-Type", "names a charset that is not known")
    return codec


def _declared(body: bytes) -> str:
    """The codec that a page names in itself, as browsers read it: UTF-8 if it names none that is known.

    A page whose `meta` could be read byte by byte is not in UTF-16 or UTF-32, whatever it says.
    """
    codec = _text_codec(html_body_declared_encoding(body) or "")
    return "utf-8" if codec is None or codec.startswith(("utf-16", "utf-32")) else codec


def _text_codec(name: str) -> str | None:
    codec = resolve_encoding(name)
    known = codec is not None and codec not in _NO_CHARSETS and codecs.lookup(codec)._is_text_encoding
    return codec if known else None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        # Counted once for all names: to count each by itself takes minutes for a body of two megabytes.
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name, count in counts.items() if count > 1)
        raise _refused(400, twice, "is given twice")
    return fields


def _no_constant(name: str) -> NoReturn:
    raise _refused(400, "body", f"is not JSON: {name} is no number")


def _refused(status: int, field: str, message: str) -> RefusedError:
    detail = "The article is not valid." if status == 422 else "The request can't be read."
    return RefusedError(status, detail, [FieldError(_printable(field), message)])


def _printable(field: str) -> str:
    """A field's name comes from the client: short, and without what JSON can't carry."""
    return field.encode("utf-8", "backslashreplace").decode()[:200].replace("\x00", "\\x00")
