"""XML that is well-formed whatever is in the articles."""

import re
from typing import Any

from lxml import etree

Element = Any
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 has no way to say, not even escaped.
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, name: str, text: str | None = None, **attributes: str | None) -> Element:
    """A new child. `name` may have a prefix; an attribute that is null is left out; `lang` is `xml:lang`."""
    child = etree.SubElement(parent, qualified(name))
    if text is not None:
        child.text = sayable(text)
    for key, value in attributes.items():
        if value is not None:
            child.set(_LANGUAGE if key == "lang" else key, sayable(value))
    return child


def qualified(name: str) -> str:
    """The name of an element as lxml wants it."""
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def sayable(text: str) -> str:
    """The text with U+FFFD for each character that XML does not have."""
    return _UNSPEAKABLE.sub("\ufffd", text)


def written(root: Element) -> bytes:
    """The document, as UTF-8."""
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return found
