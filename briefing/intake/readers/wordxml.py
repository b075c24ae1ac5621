"""Reaching into the XML of Word files, whichever of the two sets of namespaces it uses."""

from __future__ import annotations

from typing import Any


def local(element: Any) -> str:  # noqa: ANN401 - lxml
    """The name of an element without its namespace: there are two sets of them for Word."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str = "val") -> str:  # noqa: ANN401 - lxml
    """An attribute by its name without namespace, or empty."""
    if element is None:
        return ""
    for key, text in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(text)
    return ""


def child(element: Any, *names: str) -> Any:  # noqa: ANN401 - lxml
    """The first descendant along a path of names, or None."""
    for name in names:
        element = next((c for c in element if local(c) == name), None)
        if element is None:
            return None
    return element
