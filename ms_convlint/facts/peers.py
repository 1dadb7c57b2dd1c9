"""What the other convolutions of the same class say, and what is said of one after it was made.

has_bias=False counts only where MindSpore's own default must be meant by it. torch's lines say bias=False before a
norm: translated they say has_bias=False there, and tell nothing of the lines beside.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.neighbours import region_of
from ms_convlint.facts.scopes import Binding, Scopes
from ms_convlint.facts.values import Known
from ms_convlint.finding import Position


@dataclass
class Peers:
    """The words written out, class by class (function by function where there is no class)."""

    scopes: Scopes
    rewritten: frozenset[Position] = frozenset()
    """The callees of calls that were only just rewritten: what these say is the tool's own word."""
    says_same: set[ast.AST] = field(default_factory=set)
    says_no_bias: dict[ast.AST, list[Convolution]] = field(default_factory=dict)

    def gather(self, calls: Iterable[Convolution]) -> None:
        """Note what calls say."""
        for call in calls:
            if call.start in self.rewritten:
                continue
            region = region_of(call.scope).node
            if "pad_mode" in call.bound and call.value("pad_mode") == Known("same"):
                self.says_same.add(region)
            if "has_bias" in call.bound and call.value("has_bias") == Known(False):
                self.says_no_bias.setdefault(region, []).append(call)

    def same_beside(self, call: Convolution) -> bool:
        """Whether a convolution of the same class has pad_mode='same' written out."""
        return region_of(call.scope).node in self.says_same

    def no_bias_beside(self, call: Convolution) -> bool:
        """Whether a convolution of the same class has has_bias=False written out, and not as a port has it."""
        return not all(map(_is_as_ported, self.says_no_bias.get(region_of(call.scope).node, [])))

    def sets_has_bias_later(self, call: Convolution) -> bool:
        """Whether ``….has_bias = …`` is assigned to what the call creates."""
        targets = [(target, scope) for target, scope in self.scopes.touched if target.attr == "has_bias"]
        if not targets:
            return False
        if call.is_base_initializer:
            owner = call.scope.method
            return any(
                scope.method is not None and owner and scope.method.parent is owner.parent for _, scope in targets
            )
        names = _names_of(call)
        return any(_last_name(target.value) in names for target, _ in targets)

    def is_frozen(self, call: Convolution) -> bool:
        """Whether its weight is given as numbers or set not to learn: a fixed filter, to which no bias belongs."""
        weight = call.argument("weight_init")
        if weight is not None and (weight.built_by or "").endswith(".Tensor"):
            return True
        targets = [target.value for target, _ in self.scopes.touched if target.attr == "requires_grad"]
        owners = [target.value for target in targets if isinstance(target, ast.Attribute) and target.attr == "weight"]
        return bool(owners) and not {_last_name(owner) for owner in owners}.isdisjoint(_names_of(call))


def _is_as_ported(call: Convolution) -> bool:
    """Whether has_bias=False stands where torch's bias=False stands in ports: padding said, and a norm behind."""
    said = "pad_mode" in call.bound and call.value("pad_mode") != Known("same")
    return said and call.neighbours.norm_follows(call.node, call.scope)


def _names_of(call: Convolution) -> set[str]:
    """The names and attributes that are bound to what the call creates."""
    scope = call.scope
    owner = scope.enclosing_class
    tables: list[dict[str, list[Binding]]] = [scope.bindings]
    if owner is not None:
        tables.append(owner.attributes)
    return {
        name
        for table in tables
        for name, bindings in table.items()
        if any(binding.node is call.node for binding in bindings)
    }


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
