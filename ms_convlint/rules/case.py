"""One convolution before the rules: the facts about it, and the findings that they make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ms_convlint.call_text import CallText, UntouchableError, merge
from ms_convlint.facts import refusals
from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.neighbours import Consumers
from ms_convlint.facts.peers import Peers
from ms_convlint.facts.refusals import pad_mode_of
from ms_convlint.finding import Applicability, Edit, Finding, Fix
from ms_convlint.rules.registry import BY_CODE
from ms_convlint.settings import TorchSemantics
from ms_convlint.translation.call import fix, translate

_DEFAULTS = frozenset({"MSC101", "MSC201"})
"""The rules about what is left out: the translation of a call that is no port leaves it out, too."""


@dataclass
class Case:
    """A call, and how readily it is taken for a port."""

    call: Convolution
    semantics: TorchSemantics
    peers: Peers

    @cached_property
    def consumers(self) -> Consumers | None:
        """What becomes of the output; None where that cannot be told."""
        return self.call.neighbours.consumers(self.call.node, self.call.scope)

    @cached_property
    def norm_follows(self) -> bool:
        """Whether a BatchNorm or InstanceNorm takes the output."""
        return self.call.neighbours.norm_follows(self.call.node, self.call.scope)

    @cached_property
    def torch_spelled(self) -> bool:
        """Whether the line was copied from torch."""
        return refusals.is_torch_spelled(self.call)

    @property
    def is_port(self) -> bool:
        """Whether what the call leaves out means torch's defaults."""
        return self.torch_spelled or self.semantics is TorchSemantics.ALWAYS

    @cached_property
    def torch_order(self) -> bool:
        """Whether the arguments stand in torch's order."""
        return refusals.is_torch_order(self.call)

    @cached_property
    def raises(self) -> bool:
        """Whether the call, as it stands, raises whatever its unknown values are."""
        call = self.call
        output_padding = refusals.refused_output_padding(call)
        return bool(
            self.torch_order
            or refusals.padding_without_pad_mode(call)
            or refusals.refused_forms(call)
            or refusals.refused_pad_mode(call)
            or refusals.non_boolean_bias(call)
            or refusals.torch_keywords(call)
            or refusals.unknown_keywords(call)
            or (output_padding and pad_mode_of(call) in ("same", "valid"))
        )

    @cached_property
    def translation(self) -> Fix:
        """The one fix of a call that raises."""
        return translate(self.call, is_port=self.is_port)

    def finding(
        self, code: str, message: str, proposed: Fix | None = None, alternatives: tuple[Fix | None, ...] = ()
    ) -> Finding:
        """A finding of this call; of one that raises its fix is the translation, as far as that answers it."""
        rule = BY_CODE[code]
        answered = self.is_port or code not in _DEFAULTS
        return Finding(
            code=code,
            message=message,
            start=self.call.start,
            end=self.call.end,
            severity=rule.severity,
            certain=rule.certain,
            fix=self.translation if self.raises and answered else proposed,
            alternatives=tuple(alternative for alternative in alternatives if alternative is not None),
            call_end=self.call.call_end,
        )

    def appended(self, text: str, applicability: Applicability, label: str = "") -> Fix | None:
        """A fix that adds a last argument."""
        return self._edited(lambda call: call.close(appended=[text]), applicability, label)

    def with_pad_mode(self, mode: str, applicability: Applicability, label: str = "", padding: str = "") -> Fix | None:
        """A fix that says pad_mode, before the padding where that is written; with ``padding``, that too."""
        mode_text = f'pad_mode="{mode}"'
        written, numbers = (
            self.call.argument("pad_mode"),
            self.call.argument(self.call.signature.padding_name),
        )

        def build(call: CallText) -> list[Edit]:
            if written is None and numbers is None:
                return call.close(appended=[f"{mode_text}, padding={padding}" if padding else mode_text])
            edits = []
            if written is not None:
                edits.append(call.set_value(written, f'"{mode}"'))
            elif numbers is not None:
                edits.append(call.put_before(numbers, mode_text))
            if padding and numbers is not None:
                edits.append(call.set_value(numbers, padding))
            elif padding:
                edits += call.close(appended=[f"padding={padding}"])
            return edits

        return self._edited(build, applicability, label, written, numbers)

    def replaced(self, argument: Argument, value: str, applicability: Applicability, label: str = "") -> Fix | None:
        """A fix that gives an argument another value."""
        return self._edited(lambda call: [call.set_value(argument, value)], applicability, label, argument)

    def dropped(self, argument: Argument, applicability: Applicability, label: str = "") -> Fix | None:
        """A fix that takes an argument away."""
        return self._edited(lambda call: call.close([argument]), applicability, label, argument)

    def _edited(
        self,
        build: Callable[[CallText], list[Edit]],
        applicability: Applicability,
        label: str,
        *touched: Argument | None,
    ) -> Fix | None:
        """A fix of this call; None where what it touches stands elsewhere or cannot be touched."""
        if any(argument is not None and argument.inherited for argument in touched):
            return None
        try:
            return fix(self.call, applicability, merge(build(CallText(self.call))), label)
        except UntouchableError:
            return None
