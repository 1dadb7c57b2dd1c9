"""The rules on one page: code, symbol, severity, how certain, and what each is about.

The module of a rule has the rule's code as its name; its docstring is the rule's page. Codes are never reused.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from ms_convlint.finding import Severity

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
        return f"{DOCUMENTATION}/{self.code}/"

    @property
    def page(self) -> str:
        """The rule's page in Markdown: the docstring of its module."""
        module = importlib.import_module(f"ms_convlint.rules.{self.code.lower()}")
        assert module.__doc__ is not None
        return module.__doc__

    @property
    def measured(self) -> str:
        """What was measured of the rule on the real frameworks, in Markdown; "" where nothing was."""
        from ms_convlint.rules.measured import measured_section

        return measured_section(self.code)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

RULES: tuple[Rule, ...] = (
    Rule("MSC101", "ms-implicit-pad-mode", _WARNING, False, 'pad_mode left to its default "same"'),
    Rule("MSC102", "ms-padding-without-pad-mode", _ERROR, True, 'nonzero padding without pad_mode="pad"'),
    Rule("MSC103", "ms-torch-padding-shape", _ERROR, True, "an argument in a form that only torch takes"),
    Rule("MSC104", "ms-torch-argument-order", _ERROR, True, "arguments by position in torch's order"),
    Rule("MSC105", "ms-invalid-pad-mode", _ERROR, True, "a pad_mode that MindSpore refuses"),
    Rule("MSC106", "ms-transpose-output-padding", _ERROR, True, "output_padding of a transposed convolution"),
    Rule("MSC107", "ms-pad-on-channel-axis", _WARNING, True, "a pad layer that pads the channel axis"),
    Rule("MSC108", "ms-padding-may-need-pad-mode", _WARNING, False, "padding of unknown value without pad_mode"),
    Rule("MSC201", "ms-implicit-has-bias", _WARNING, False, "has_bias left to its default False"),
    Rule("MSC202", "ms-bias-init-ignored", _ERROR, True, "bias_init without has_bias=True"),
    Rule("MSC203", "ms-non-boolean-has-bias", _ERROR, True, "has_bias that is not a bool"),
    Rule("MSC301", "ms-conv-weight-not-expanded", _ERROR, False, "a torch weight of rank 3 for a Conv1d"),
    Rule("MSC302", "ms-conv-weight-wrong-axis", _ERROR, False, "a torch weight expanded at a wrong axis"),
    Rule("MSC303", "ms-conv-weight-init-rank", _ERROR, True, "weight_init of rank 4 for a Conv1d"),
    Rule("MSC304", "ms-unmatched-parameters-ignored", _WARNING, False, "what a load leaves out goes unnoticed"),
    Rule("MSC401", "ms-torch-keyword", _ERROR, True, "a keyword of torch's that MindSpore lacks"),
    Rule("MSC402", "ms-torch-function-order", _ERROR, True, "a convolution function called in torch's order"),
    Rule("MSC403", "ms-unknown-keyword", _ERROR, True, "a keyword that the callable lacks"),
)
BY_CODE = {rule.code: rule for rule in RULES}
BY_SYMBOL = {rule.symbol: rule for rule in RULES}
