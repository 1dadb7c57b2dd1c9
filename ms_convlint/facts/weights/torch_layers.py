"""Which layer of torch's a weight was: a Conv1d's, or surely another's."""

from __future__ import annotations

import ast

from ms_convlint.facts.weights.things import TorchStore

OF_CONV1D = frozenset({"torch.nn.Conv1d", "torch.nn.ConvTranspose1d"})
_HOLDS_LAYERS = frozenset({"Module", "Sequential", "ModuleList", "ModuleDict", "DataParallel"})


def is_other_layer(dotted: str) -> bool:
    """Whether a name means a layer of torch's whose weight is no Conv1d's."""
    head, _, name = dotted.rpartition(".")
    return head == "torch.nn" and dotted not in OF_CONV1D and name not in _HOLDS_LAYERS


def layers_made(store: TorchStore, name: str) -> set[str]:
    """What a torch module of the project assigns to an attribute: the dotted names of the layers' classes."""
    if store.own_class is None or store.names is None:
        return set()
    calls = [b.node for b in store.own_class.attributes.get(name, ()) if isinstance(b.node, ast.Call)]
    return {store.names.name(call.func, store.own_class) or "" for call in calls}
