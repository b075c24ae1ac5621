"""The words around a passage, as far as they help to read it."""

from __future__ import annotations

#: Code points shown on either side of a passage.
AROUND = 140


def before(text: str) -> str:
    """The end of a text within its paragraph, cut at a word and marked where it is cut."""
    paragraph = text[-4 * AROUND :].rpartition("\n\n")[2]
    near = paragraph[-AROUND:]
    if len(near) < len(paragraph):
        near = "… " + near.partition(" ")[2]
    space = " " if near[-1:].isspace() else ""
    return " ".join(near.split()) + space if near.strip() else ""


def after(text: str) -> str:
    """The start of a text within its paragraph, cut at a word and marked where it is cut."""
    paragraph = text[: 4 * AROUND].partition("\n\n")[0]
    near = paragraph[:AROUND]
    if len(near) < len(paragraph):
        near = near.rpartition(" ")[0] + " …"
    space = " " if near[:1].isspace() else ""
    return space + " ".join(near.split()) if near.strip() else ""
