"""A call's description, as the tests of what an editor shows ask for it."""

from __future__ import annotations

from engine import HEAD

from ms_convlint.description import CallDescription
from ms_convlint.engine import describe
from ms_convlint.finding import Position
from ms_convlint.settings import Settings, TorchSemantics
from ms_convlint.source import Source


def described_at(
    text: str, line: int, column: int, semantics: TorchSemantics = TorchSemantics.AUTO
) -> CallDescription | None:
    return describe(Source("model.py", text), Settings(torch_semantics=semantics), Position(line, column))


def described(statements: str, mark: str = "", semantics: TorchSemantics = TorchSemantics.AUTO) -> CallDescription:
    """The call around a piece of the text; without one the call that ends the text."""
    text = HEAD + statements
    offset = text.rindex(mark) if mark else len(text.rstrip()) - 1
    before = text[:offset]
    found = described_at(text, before.count("\n") + 1, len(before) - before.rfind("\n") - 1, semantics)
    assert found is not None
    return found


def forms(statements: str, mark: str = "") -> list[tuple[str, str]]:
    """Torch's calls under the conditions on which they hold."""
    equivalent = described(statements, mark).equivalent
    assert equivalent is not None
    return [(form.where, form.code.replace("torch.nn.functional.", "F.")) for form in equivalent.forms]


def reason(statements: str, mark: str = "") -> str:
    """Give why there is no equivalent."""
    equivalent = described(statements, mark).equivalent
    assert equivalent is not None
    assert equivalent.forms == ()
    return equivalent.reason
