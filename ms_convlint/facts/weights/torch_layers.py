"""Which layer of torch's a weight was: a Conv1d's, or surely another's."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import Scope

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

OF_CONV1D = frozenset({"torch.nn.Conv1d", "torch.nn.ConvTranspose1d"})
_HOLDS_LAYERS = frozenset({"Module", "Sequential", "ModuleList", "ModuleDict", "DataParallel"})


def is_other_layer(dotted: str) -> bool:
    """Whether a name means a layer of torch's whose weight is no Conv1d's."""
    head, _, name = dotted.rpartition(".")
    return head == "torch.nn" and dotted not in OF_CONV1D and name not in _HOLDS_LAYERS


def layers_made(reader: Reading, own_class: Scope, name: str) -> set[str]:
    """What a torch module of this file assigns to an attribute: the dotted names of the layers' classes."""
    calls = [b.node for b in own_class.attributes.get(name, ()) if isinstance(b.node, ast.Call)]
    return {reader.names.name(call.func, own_class) or "" for call in calls}
