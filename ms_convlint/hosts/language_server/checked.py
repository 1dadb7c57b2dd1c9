"""One text after checking: what the server knows of a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from ms_convlint.configuration import forget_settings, settings_for_file
from ms_convlint.discovery import Discovery
from ms_convlint.edits import applicable_fixes, apply_edits, line_edits
from ms_convlint.facts.project import forget_roots
from ms_convlint.finding import Edit, Finding, Position
from ms_convlint.hosts.checking import findings_of
from ms_convlint.hosts.fixing import FixingError, fix_text
from ms_convlint.hosts.language_server.client_settings import ClientSettings
from ms_convlint.languages import finding_in_language
from ms_convlint.settings import Settings, SettingsError
from ms_convlint.source import Source, SourceError

MARK = "\ufeff"
"""The mark of the byte order, where an editor leaves it at the beginning of a text."""


@dataclass(frozen=True)
class Checked:
    """A text, its findings in the user's language, and what was wrong with the settings where something was."""

    source: Source
    settings: Settings
    shown: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    settings_error: SettingsError | None = None
    is_marked: bool = False
    """Whether the editor's text begins with a mark of the byte order, which is no part of the source."""

    @property
    def text(self) -> str:
        """The text as it is in the editor."""
        return f"{MARK}{self.source.text}" if self.is_marked else self.source.text

    @cached_property
    def safe_edits(self) -> list[Edit]:
        """The edits that apply every safe fix, those that show only once the first are applied included."""

        def check_again(text: str, rewritten: frozenset[Position]) -> list[Finding]:
            return findings_of(Source(self.source.path, text), self.settings, self.shown, rewritten)

        before, findings = self.source.text, list(self.findings)
        try:
            after = fix_text(before, "utf-8", findings, check_again, unsafe=False).text
        except FixingError:
            return []
        edits = [edit for fix in applicable_fixes(findings) for edit in fix.edits]
        return edits if apply_edits(before, edits) == after else line_edits(before, after)


def check_text(path: str, text: str, client: ClientSettings, language: str) -> Checked:
    """Check the text of a document as it is in the editor.

    A text that does not parse has no findings: whoever is typing knows, and the places of older ones are wrong.
    """
    forget_settings()
    forget_roots()
    source, is_marked = Source(path, text.removeprefix(MARK)), text.startswith(MARK)
    checked = Checked(source, Settings(), is_marked=is_marked)
    try:
        settings = settings_for_file(path, client.overrides)
        checked = replace(checked, settings=settings)
        if Discovery(lambda _: settings).excludes(path):
            return checked
        shown = client.selection.codes(settings, path)
        findings = findings_of(Source(path, source.text), settings, shown)
    except SourceError:
        return checked
    except SettingsError as error:
        return replace(checked, settings_error=error)
    spoken = tuple(finding_in_language(finding, language) for finding in findings)
    return replace(checked, shown=shown, findings=spoken)
