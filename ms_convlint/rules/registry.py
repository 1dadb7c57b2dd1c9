"""The rules on one page: code, symbol, severity, how certain, and what each is about.

The module of a rule has the rule's code as its name; its docstring is the rule's page. Codes are never reused.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from ms_convlint.finding import Severity
from ms_convlint.languages import ENGLISH, in_language
from ms_convlint.wording import said

DOCUMENTATION = "https://ms-convlint.readthedocs.io/en/latest/rules"


@dataclass(frozen=True)
class Rule:
    """What is known of a rule without loading it."""

    code: str
    symbol: str
    severity: Severity
    certain: bool
    summary: str

    @property
    def message_id(self) -> str:
        """Pylint's id: 69, then the family digit and the last digit of the code (MSC102 → E6912)."""
        letter = "E" if self.severity is Severity.ERROR else "W"
        return f"{letter}69{self.code[3]}{self.code[5]}"

    @property
    def url(self) -> str:
        """The address of the rule's page."""
        return self.url_in(ENGLISH)

    @property
    def page(self) -> str:
        """The rule's page in Markdown: the docstring of its module."""
        module = importlib.import_module(f"ms_convlint.rules.{self.code.lower()}")
        assert module.__doc__ is not None
        return module.__doc__

    @property
    def measured(self) -> str:
        """What was measured of the rule on the real frameworks, in Markdown; "" where nothing was."""
        return self.measured_in(ENGLISH)

    def summary_in(self, language: str) -> str:
        """What the rule is about, in a language."""
        return in_language(self.summary, language)

    def url_in(self, language: str) -> str:
        """The address of the rule's page in a language."""
        folder = "" if language == ENGLISH else f"{language}/"
        return f"{DOCUMENTATION}/{folder}{self.code}/"

    def page_in(self, language: str) -> str:
        """The rule's page in a language, in Markdown: other languages than English stand in files beside the rules."""
        if language == ENGLISH:
            return self.page
        from pathlib import Path

        return (Path(__file__).parent / language / f"{self.code.lower()}.md").read_text(encoding="utf-8")

    def measured_in(self, language: str) -> str:
        """What was measured of the rule, as a section of its page in a language."""
        from ms_convlint.rules.measured import measured_section

        return measured_section(self.code, language)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

RULES: tuple[Rule, ...] = (
    Rule("MSC101", "ms-implicit-pad-mode", _WARNING, False, said('pad_mode left to its default "same"')),
    Rule("MSC102", "ms-padding-without-pad-mode", _ERROR, True, said('nonzero padding without pad_mode="pad"')),
    Rule("MSC103", "ms-torch-padding-shape", _ERROR, True, said("an argument in a form that only torch takes")),
    Rule("MSC104", "ms-torch-argument-order", _ERROR, True, said("arguments by position in torch's order")),
    Rule("MSC105", "ms-invalid-pad-mode", _ERROR, True, said("a pad_mode that MindSpore refuses")),
    Rule("MSC106", "ms-transpose-output-padding", _ERROR, True, said("output_padding of a transposed convolution")),
    Rule("MSC107", "ms-pad-on-channel-axis", _WARNING, True, said("a pad layer that pads the channel axis")),
    Rule("MSC108", "ms-padding-may-need-pad-mode", _WARNING, False, said("padding of unknown value without pad_mode")),
    Rule("MSC201", "ms-implicit-has-bias", _WARNING, False, said("has_bias left to its default False")),
    Rule("MSC202", "ms-bias-init-ignored", _ERROR, True, said("bias_init without has_bias=True")),
    Rule("MSC203", "ms-non-boolean-has-bias", _ERROR, True, said("has_bias that is not a bool")),
    Rule("MSC301", "ms-conv-weight-not-expanded", _ERROR, False, said("a torch weight of rank 3 for a Conv1d")),
    Rule("MSC302", "ms-conv-weight-wrong-axis", _ERROR, False, said("a torch weight expanded at a wrong axis")),
    Rule("MSC303", "ms-conv-weight-init-rank", _ERROR, True, said("weight_init of rank 4 for a Conv1d")),
    Rule("MSC304", "ms-unmatched-parameters-ignored", _WARNING, False, said("what a load leaves out goes unnoticed")),
    Rule("MSC401", "ms-torch-keyword", _ERROR, True, said("a keyword of torch's that MindSpore lacks")),
    Rule("MSC402", "ms-torch-function-order", _ERROR, True, said("a convolution function called in torch's order")),
    Rule("MSC403", "ms-unknown-keyword", _ERROR, True, said("a keyword that the callable lacks")),
)
BY_CODE = {rule.code: rule for rule in RULES}
BY_SYMBOL = {rule.symbol: rule for rule in RULES}
