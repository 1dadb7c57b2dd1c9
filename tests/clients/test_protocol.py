"""The language server and a client with the capabilities of each editor that pytest-lsp knows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from lsprotocol import types
from marks import FIXTURES, marked, read

from .editors.texts import CODES, WIDE, WIDE_NAME, fixed, silenced, with_torch_padding
from .session import PROFILES, REST, Document, Session, session
from .text_edits import applied, edits_of, piece

pytestmark = [pytest.mark.clients, pytest.mark.asyncio(loop_scope="module")]

BROKEN = WIDE + "def unfinished(:\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=PROFILES)
async def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Session]:
    async with session(tmp_path_factory.mktemp("project"), request.param) as started:
        yield started


async def actions_for(document: Document, code: str) -> list[types.CodeAction]:
    """The menu for the finding with a code."""
    (diagnostic,) = [each for each in await document.diagnostics() if each.code == code]
    return list(await document.actions(diagnostic.range, [diagnostic], only=["quickfix"]))


async def test_the_server_offers_diagnostics_to_whom_asks_for_them(editor: Session) -> None:
    actions = editor.offered.code_action_provider
    assert isinstance(actions, types.CodeActionOptions)
    assert list(actions.code_action_kinds or ()) == ["quickfix", "source.fixAll.msConvlint"]
    assert editor.offered.hover_provider
    assert (editor.offered.diagnostic_provider is not None) == editor.pulls
    general = editor.client.capabilities.general
    assert editor.units in ((general and general.position_encodings) or ["utf-16"])


async def test_findings_come_once_pushed_or_pulled_where_the_fixture_has_them(editor: Session) -> None:
    text = read(FIXTURES / "MSC401" / "bad.py")
    document = editor.open(text, "bad.py")
    found = await document.diagnostics()
    places = [(each.range.start.line + 1, each.range.start.character, str(each.code)) for each in found]
    assert places == marked(text)
    await asyncio.sleep(REST)
    assert len(document.published) == (0 if editor.pulls else 1)
    document.close()


async def test_a_finding_tells_its_code_severity_page_and_exact_range(editor: Session) -> None:
    document = editor.open(WIDE)
    found = await document.diagnostics()
    assert [str(each.code) for each in found] == CODES
    error, warning = types.DiagnosticSeverity.Error, types.DiagnosticSeverity.Warning
    assert [each.severity for each in found] == [error, warning, error]
    assert {each.source for each in found} == {"ms-convlint"}
    assert all(each.code_description and each.code_description.href.endswith(f"/{each.code}/") for each in found)
    assert {piece(WIDE, each.range, editor.units) for each in found} == {"nn.Conv2d"}
    assert found[0].message.startswith("padding=3 needs pad_mode")
    document.close()


async def test_the_menu_has_the_fix_first_then_alternatives_then_silence(editor: Session) -> None:
    document = editor.open(WIDE)
    fix, silence = await actions_for(document, "MSC102")
    assert fix.is_preferred
    assert silence.title == "Silence MSC102 here"
    menu = await actions_for(document, "MSC101")
    assert [action.title.partition(":")[0] for action in menu] == [
        "torch had no padding",
        "torch had padding=1",
        "keep today's behaviour",
        "Silence MSC101 here",
    ]
    assert not any(action.is_preferred for action in (silence, *menu))
    assert {each.code for action in menu for each in action.diagnostics or ()} == {"MSC101"}
    document.close()


async def test_each_action_changes_the_text_as_it_says(editor: Session) -> None:
    document = editor.open(WIDE)
    fix, _ = await actions_for(document, "MSC102")
    _, with_padding, *_ = await actions_for(document, "MSC101")
    *_, silence = await actions_for(document, "MSC202")
    for action, become in ((fix, fixed), (with_padding, with_torch_padding), (silence, silenced)):
        assert applied(WIDE, edits_of(action, document.uri), editor.units) == become(WIDE), action.title
    document.close()


async def test_edits_name_the_version_where_the_client_can_take_it(editor: Session) -> None:
    document = editor.open(WIDE)
    document.change("# a line more\n" + WIDE)
    fix, _ = await actions_for(document, "MSC102")
    workspace_edit = editor.client.capabilities.workspace.workspace_edit
    assert fix.edit is not None
    if workspace_edit is not None and workspace_edit.document_changes:
        (change,) = fix.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == document.version == 2
    else:
        assert fix.edit.document_changes is None
    document.close()


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (None, {"quickfix", "source.fixAll.msConvlint"}),
        (["quickfix"], {"quickfix"}),
        (["source.fixAll.msConvlint"], {"source.fixAll.msConvlint"}),
        (["source.fixAll"], {"source.fixAll.msConvlint"}),
        (["source"], {"source.fixAll.msConvlint"}),
        (["source.fix"], set()),
        (["source.organizeImports", "refactor"], set()),
        (["source.organizeImports", "source.fixAll"], {"source.fixAll.msConvlint"}),
    ],
)
async def test_only_the_kinds_that_are_asked_for_come(editor: Session, only: list[str] | None, kinds: set[str]) -> None:
    document = editor.open(WIDE)
    (diagnostic, *_) = await document.diagnostics()
    offered = await document.actions(diagnostic.range, [diagnostic], only)
    assert {str(action.kind) for action in offered} == kinds
    document.close()


async def test_the_hover_sets_the_call_beside_torchs_and_is_silent_elsewhere(editor: Session) -> None:
    document = editor.open(WIDE)
    (diagnostic, *_) = await document.diagnostics()
    hover = await document.hover(diagnostic.range.start)
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.kind == types.MarkupKind.Markdown
    assert "torch.nn.Conv2d(" in hover.contents.value
    assert hover.range is not None
    assert piece(WIDE, hover.range, editor.units).startswith("nn.Conv2d")
    assert await document.hover(types.Position(0, 1)) is None
    document.close()


async def test_the_text_that_is_not_saved_counts_and_one_that_does_not_parse_has_no_findings(editor: Session) -> None:
    document = editor.open("import mindspore.nn as nn\n")
    assert await document.codes() == []
    document.change(WIDE)
    assert await document.codes() == CODES
    document.change(BROKEN)
    assert await document.codes() == []
    assert await document.actions(types.Range(types.Position(4, 0), types.Position(4, 40))) == []
    document.change(fixed(WIDE))
    assert await document.codes() == CODES[1:]
    document.close()


async def test_a_closed_document_keeps_no_marks(editor: Session) -> None:
    document = editor.open(WIDE, f"{WIDE_NAME}.py")
    assert await document.codes() == CODES
    document.close()
    await asyncio.sleep(REST)
    if editor.pulls:
        assert document.published == []
    else:
        assert not document.published[-1].diagnostics


async def test_a_document_that_is_closed_before_it_was_checked_has_no_findings(editor: Session) -> None:
    document = editor.open(WIDE, "fleeting.py")
    await document.diagnostics()
    document.change(fixed(WIDE))
    asked = asyncio.create_task(document.diagnostics()) if editor.pulls else None
    await asyncio.sleep(0)
    document.close()
    if asked is not None:
        assert not await asked
    else:
        await asyncio.sleep(REST)
        assert not document.published[-1].diagnostics


async def test_a_document_that_was_never_saved_is_checked(editor: Session) -> None:
    document = editor.open(WIDE, uri="untitled:Untitled-1")
    assert await document.codes() == CODES
    fix, _ = await actions_for(document, "MSC102")
    assert applied(WIDE, edits_of(fix, document.uri), editor.units) == fixed(WIDE)
    document.close()


async def test_nothing_is_logged_or_shown_that_nobody_needs(editor: Session) -> None:
    assert editor.client.log_messages == []
    assert editor.client.messages == []
