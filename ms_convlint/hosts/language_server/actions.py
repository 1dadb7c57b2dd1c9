"""What an editor offers for findings: their fixes, the alternatives, and a comment that silences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from ms_convlint.finding import Applicability, Edit, Finding, Fix
from ms_convlint.hosts.language_server.checked import Checked
from ms_convlint.hosts.language_server.diagnostics import diagnostic
from ms_convlint.hosts.language_server.places import Places
from ms_convlint.languages import in_language
from ms_convlint.suppressions import Suppressions
from ms_convlint.wording import said

FIX_ALL = "source.fixAll.msConvlint"
QUICK_FIX = types.CodeActionKind.QuickFix.value


@dataclass(frozen=True)
class Document:
    """A checked document of a client: where it is, its version, and whether edits may name that version."""

    uri: str
    version: int | None
    checked: Checked
    places: Places
    language: str
    takes_versions: bool

    def changed_by(self, edits: Iterable[Edit]) -> types.WorkspaceEdit:
        """Make edits of this document the client's."""
        text_edits = [self.places.text_edit(edit) for edit in edits]
        if not self.takes_versions:
            return types.WorkspaceEdit(changes={self.uri: text_edits})
        identifier = types.OptionalVersionedTextDocumentIdentifier(self.uri, self.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, list(text_edits))])


def code_actions(document: Document, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Give what can be done in a range of the document, of the kinds that are asked for."""
    actions: list[types.CodeAction] = []
    if _is_asked(QUICK_FIX, params.context.only):
        findings = _concerned(document, params)
        actions += _fixes(document, findings)
        actions += _alternatives(document, findings)
        actions += _silences(document, findings)
    if _is_asked(FIX_ALL, params.context.only) and not _is_only_a_look(params.context):
        actions += _fix_all(document)
    return actions


def _is_asked(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether a kind is among those asked for: ``source.fixAll`` asks for all kinds that begin with it."""
    if not only:
        return True
    asked = [str(entry.value if isinstance(entry, types.CodeActionKind) else entry) for entry in only]
    return any(entry in ("", kind) or kind.startswith(f"{entry}.") for entry in asked)


def _is_only_a_look(context: types.CodeActionContext) -> bool:
    """Whether the client asks for whatever there is because the cursor moved: all safe fixes of a file cost time."""
    return not context.only and context.trigger_kind == types.CodeActionTriggerKind.Automatic


def _concerned(document: Document, params: types.CodeActionParams) -> list[Finding]:
    """The findings in the range or among the diagnostics that the client asks about; else those of calls on its lines.

    A finding's mark is the callee; whoever stands on an argument means the call all the same.
    """
    start, end = map(document.places.from_client, (params.range.start, params.range.end))
    asked = [(given.code, given.range) for given in params.context.diagnostics]
    touched, on_lines = [], []
    for finding in document.checked.findings:
        own = document.places.range(finding.start, finding.end)
        if (finding.start <= end and start <= finding.end) or (finding.code, own) in asked:
            touched.append(finding)
        elif finding.start.line <= end.line and start.line <= (finding.call_end or finding.end).line:
            on_lines.append(finding)
    return touched or on_lines


def _fixes(document: Document, findings: list[Finding]) -> Iterator[types.CodeAction]:
    """Give each fix once, for all findings that share it."""
    done: list[Fix] = []
    for finding in findings:
        fix = finding.fix
        if fix is None or fix in done or not _can_be_applied(fix):
            continue
        done.append(fix)
        sharing = [other for other in findings if other.fix == fix]
        codes = ", ".join(other.code for other in sharing)
        change = fix.title or fix.message
        if fix.applicability is Applicability.UNSAFE:
            title = said("Fix {codes}, which changes the numbers: {change}", codes=codes, change=change)
        else:
            title = said("Fix {codes}: {change}", codes=codes, change=change)
        yield _quick_fix(document, title, sharing, fix.edits, preferred=True)


def _alternatives(document: Document, findings: list[Finding]) -> Iterator[types.CodeAction]:
    for finding in findings:
        for alternative in finding.alternatives:
            if _can_be_applied(alternative):
                title = alternative.title or alternative.message
                yield _quick_fix(document, title, [finding], alternative.edits)


def _silences(document: Document, findings: list[Finding]) -> Iterator[types.CodeAction]:
    suppressions = Suppressions(document.checked.source.lines)
    of_lines = {(finding.start.line, finding.code): finding for finding in reversed(findings)}
    for finding in sorted(of_lines.values(), key=lambda finding: finding.sort_key):
        edit = suppressions.silencing_edit(finding.code, finding.start.line)
        if edit is not None:
            yield _quick_fix(document, said("Silence {code} here", code=finding.code), [finding], [edit])


def _fix_all(document: Document) -> Iterator[types.CodeAction]:
    edits = document.checked.safe_edits
    if edits:
        title = in_language(said("Apply all safe fixes of ms-convlint"), document.language)
        yield types.CodeAction(title, kind=FIX_ALL, edit=document.changed_by(edits))


def _can_be_applied(fix: Fix) -> bool:
    return bool(fix.edits) and fix.applicability is not Applicability.DISPLAY


def _quick_fix(
    document: Document, title: str, findings: list[Finding], edits: Iterable[Edit], *, preferred: bool = False
) -> types.CodeAction:
    return types.CodeAction(
        title=in_language(title, document.language),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(finding, document.places, document.language) for finding in findings],
        is_preferred=preferred or None,
        edit=document.changed_by(edits),
    )
