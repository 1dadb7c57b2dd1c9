"""What an editor shows where the mouse rests on a convolution's call."""

from __future__ import annotations

from lsprotocol import types

from ms_convlint.engine import describe
from ms_convlint.hosts.language_server.actions import Document
from ms_convlint.reports.hover import markdown, plain


def hover(document: Document, position: types.Position, *, takes_markdown: bool) -> types.Hover | None:
    """Give the call's arguments, torch's equivalent and the drawing; None where no convolution is called."""
    checked, places = document.checked, document.places
    description = describe(checked.source, checked.settings, places.from_client(position))
    if description is None:
        return None
    if takes_markdown:
        content = types.MarkupContent(types.MarkupKind.Markdown, markdown(description, document.language))
    else:
        content = types.MarkupContent(types.MarkupKind.PlainText, plain(description, document.language))
    return types.Hover(content, places.range(description.start, description.end))
