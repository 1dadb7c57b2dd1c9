"""Texts for people: English as they stand, and with what another language needs to say them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce


class Wording(str):
    """An English text that knows the template and the fields that it was made of.

    It is that text in all respects, equality and hash included: whoever knows no other language need not know of
    this class. ``languages.in_language`` fills the template's translation with the same fields.
    """

    __slots__ = ("fields", "template")

    template: str
    fields: Mapping[str, object]

    def __new__(cls, template: str, fields: Mapping[str, object]) -> Wording:
        """Fill a template with its fields."""
        wording = super().__new__(cls, template.format_map(fields))
        wording.template = template
        wording.fields = fields
        return wording

    def __reduce__(self) -> tuple[type[Wording], tuple[str, Mapping[str, object]]]:
        return (Wording, (self.template, self.fields))


def said(template: str, /, **fields: object) -> Wording:
    """Say something to people.

    ``template`` stands in the call as one literal, for the catalog of translations is made of these. Its braces
    name ``fields``, which may be Wordings themselves: those are translated, too.
    """
    return Wording(template, fields)


def listed(items: Iterable[str]) -> str:
    """Names, numbers or pieces of code one after another, with what the reader's language puts between them."""
    return _joined(items, lambda item, others: said("{item}, {others}", item=item, others=others))


def clauses(texts: Iterable[str]) -> str:
    """Parts of one sentence one after another, with what the reader's language puts between them."""
    return _joined(texts, lambda clause, others: said("{clause}, {others}", clause=clause, others=others))


def on_one_line(text: str) -> str:
    """A text, its fields included, with each stretch of blanks and line ends as one blank."""
    if not isinstance(text, Wording):
        return " ".join(text.split())
    fields = {name: on_one_line(value) if isinstance(value, str) else value for name, value in text.fields.items()}
    return Wording(text.template, fields)


_REASONS_OF_SYSTEM: dict[str, str] = {
    reason: reason
    for reason in (
        said("No such file or directory"),
        said("Permission denied"),
        said("Is a directory"),
        said("Not a directory"),
        said("Read-only file system"),
        said("No space left on device"),
        said("Too many levels of symbolic links"),
        said("File name too long"),
        said("Input/output error"),
    )
}


def reason_of(error: OSError) -> str:
    """Why the system refused: in its words, which are English in whatever locale."""
    reason = error.strerror or str(error)
    return _REASONS_OF_SYSTEM.get(reason, reason)


def _joined(texts: Iterable[str], join: Callable[[str, str], str]) -> str:
    *before, last = texts
    return reduce(lambda others, text: join(text, others), reversed(before), last)
