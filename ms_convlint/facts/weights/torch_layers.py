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
    made = {store.names.name(call.func, store.own_class) or "" for call in calls}
    if not made or not all(layer.rpartition(".")[2] in _HOLDS_LAYERS for layer in made):
        return made
    inner = [node for call in calls for node in ast.walk(call) if isinstance(node, ast.Call)]
    names = {store.names.name(call.func, store.own_class) for call in inner if not _is_builtin(call)}
    return {name or "" for name in names} - made


def is_without(store: TorchStore, name: str) -> bool:
    """Whether a torch module of the project surely has nothing under a name."""
    if store.own_class is None or store.names is None or name in store.own_class.attributes:
        return False
    assert isinstance(store.own_class.node, ast.ClassDef)
    bases = [store.names.name(base, store.own_class.parent or store.own_class) for base in store.own_class.node.bases]
    text = ast.unparse(store.own_class.node)
    return bases == ["torch.nn.Module"] and not any(word in text for word in ("add_module", "setattr", "register_"))


def _is_builtin(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in ("range", "zip", "enumerate", "len", "int", "max", "min")
