"""Where the weights of whole networks are handed to MindSpore: dictionaries that are loaded, checkpoints."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.arrivals import Arrival, Loading, Saved
from ms_convlint.facts.weights.cells import Cell, weight_name
from ms_convlint.facts.weights.conditions import text_of
from ms_convlint.facts.weights.elements import any_of, entry_of, torch_weight
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import weight_in, weights_in
from ms_convlint.facts.weights.routes import Route
from ms_convlint.facts.weights.sources import says_torch, store_at
from ms_convlint.facts.weights.things import (
    OF_MINDSPORE,
    Collection,
    Constant,
    Entry,
    Form,
    Key,
    Network,
    Thing,
    Torch,
    View,
    Weight,
)

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading


def load_param_into_net(reader: Reading, node: ast.Call, arguments: Arguments, frame: Frame) -> Thing:
    """``load_param_into_net(net, parameter_dict)``."""
    network, parameters = arguments.thing(0, "net"), arguments.thing(1, "parameter_dict")
    cell = network.cell if isinstance(network, Network) and not network.is_any else None
    if cell is not None:
        _arrive_in_network(reader, node, Route.LOAD_PARAM_INTO_NET, cell, parameters, frame)
    weights = weights_in(parameters)
    keys = _keys(reader, parameters)
    reader.log.loadings.append(
        Loading(
            node,
            frame.scope,
            is_dropped=node in reader.dropped and frame.scope not in reader.log.checked,
            origin=weights[0].origin if weights else None,
            keys_from_net=bool(keys) and all(_is_in_network(key, cell) for key in keys),
            network=cell,
            keys=frozenset(text_of(key) for key in keys if isinstance(key, Key)),
        )
    )
    return None


def load_state_dict(reader: Reading, node: ast.Call, cell: Cell, arguments: Arguments, frame: Frame) -> None:
    """``net.load_state_dict(state_dict)`` of a cell."""
    _arrive_in_network(reader, node, Route.LOAD_STATE_DICT, cell, arguments.thing(0, "state_dict"), frame)


def save_checkpoint(reader: Reading, node: ast.Call, arguments: Arguments, frame: Frame) -> None:
    """``save_checkpoint(list, file)``: its network is found when the file has been read."""
    saved = arguments.thing(0, "save_obj")
    _, path = arguments.get(1, "ckpt_file_name")
    if isinstance(saved, Collection) and path is not None:
        checkpoint = Collection("dict", _saved_entries(saved), saved.is_open, saved_at=node)
        reader.log.saved.append(Saved(node, checkpoint, _path(path, frame), frame.scope))


def save_file(reader: Reading, node: ast.Call, arguments: Arguments, frame: Frame) -> None:
    """``safetensors.torch.save_file(state_dict, file)``, which MindSpore can load as it is."""
    tensors = arguments.thing(0, "tensors")
    _, path = arguments.get(1, "filename")
    if path is None:
        return
    if isinstance(tensors, Torch):
        store = replace(tensors.store, form=Form.PARAMETER)
        reader.log.saved.append(Saved(node, Torch(store, tensors.path), _path(path, frame), None))
    elif isinstance(tensors, Collection):
        entries = [Entry(entry.key, _parameter(entry.value), entry.value_node) for entry in tensors.entries]
        saved = Collection("dict", entries, tensors.is_open)
        reader.log.saved.append(Saved(node, saved, _path(path, frame), None))


def load_checkpoint(reader: Reading, node: ast.Call, arguments: Arguments, frame: Frame) -> Thing:
    """``load_checkpoint(file, net)``: what the file saved there before, or torch's own safetensors."""
    _, path = arguments.get(0, "ckpt_file_name")
    network = arguments.thing(1, "net")
    loaded: Thing = None
    known = [saved for saved in reader.log.saved if path is not None and saved.path == _path(path, frame)]
    if known:
        loaded = known[-1].checkpoint
    elif path is not None and "safetensors" in ast.unparse(node) and says_torch(reader, node):
        loaded = store_at(node, "load_checkpoint", Form.PARAMETER)
    if isinstance(network, Network) and not network.is_any:
        _arrive_in_network(reader, node, Route.LOAD_CHECKPOINT, network.cell, loaded, frame)
    return loaded


def arrive_saved(reader: Reading, built: list[tuple[Cell, Scope]], imported: list[Cell]) -> None:
    """What was saved and not loaded in the file: for the network that the file builds or imports.

    Of several it is the one that the function builds which saves.
    """
    everywhere = {*imported, *(cell for cell, _ in built)}
    for saved in reader.log.saved:
        if saved.scope is None or saved.node in reader.log.loaded:
            continue
        networks = {cell for cell, scope in built if scope is saved.scope}
        if not networks and not reader.log.loadings:
            networks = everywhere
        if len(networks) == 1:
            (network,) = networks
            layers = network.conv1d_layers()
            _record(reader, saved.node, Route.SAVE_CHECKPOINT, layers, saved.checkpoint, saved.scope)


def _path(node: ast.expr, frame: Frame) -> tuple[ast.AST | None, str]:
    """A path to compare others with: a literal means the same everywhere, a name where it was first given."""
    while isinstance(node, ast.Name) and node.id in frame.given:
        node, frame = frame.given[node.id]
    return (None if isinstance(node, ast.Constant) else frame.scope.node, ast.unparse(node))


def _arrive_in_network(
    reader: Reading, node: ast.expr, route: Route, cell: Cell, parameters: Thing, frame: Frame
) -> None:
    """A dictionary is loaded into a network."""
    if cell in reader.changed_cells:
        return
    if isinstance(parameters, Collection) and parameters.saved_at is not None:
        reader.log.loaded.add(parameters.saved_at)
    _record(reader, node, route, cell.conv1d_layers(), parameters, frame.scope)


def _record(
    reader: Reading, node: ast.expr, route: Route, layers: dict[str, Cell], parameters: Thing, scope: Scope
) -> None:
    accepted = {Form.PARAMETER} if route is Route.LOAD_PARAM_INTO_NET else OF_MINDSPORE
    weights: dict[str, Weight] = {}
    values: list[ast.expr | None] = []
    for path in layers:
        name = weight_name(path)
        weight, value = _entry(reader, parameters, name)
        if isinstance(weight, Weight) and weight.form in accepted and not weight.is_picked:
            weights[path] = weight
            values.append(value)
    written = [value for value in values if value is not None]
    if weights:
        is_single = len(written) == len(values) and not _serves_others(parameters, written, weights)
        reader.log.arrivals.append(Arrival(node, route, scope, layers, weights, written, is_single=is_single))


def _entry(reader: Reading, parameters: Thing, name: str) -> tuple[Thing, ast.expr | None]:
    """The weight of a name, and the expression that was put there under that very name."""
    if isinstance(parameters, Torch):
        return torch_weight(reader, parameters), None
    if not isinstance(parameters, Collection):
        return None, None
    strangers = parameters.removed - reader.asked_names if reader.asked is not None else ()
    if name in parameters.removed or strangers:
        return None, None
    for entry in parameters.entries:
        if isinstance(entry.key, Constant) and entry.key.value == name:
            return entry.value, entry.value_node
    named = parameters.find(Key(name))
    if named is not None:
        return named.value, None
    if any(_has_other_prefix(entry.key, name) for entry in parameters.entries):
        return None, None
    return any_of(parameters, only_unnamed=True), None


def _serves_others(parameters: Thing, written: list[ast.expr], weights: dict[str, Weight]) -> bool:
    """Whether one of the expressions was put under the name of another parameter, too, as a loop over names does."""
    names = {weight_name(path) for path in weights}
    entries = parameters.entries if isinstance(parameters, Collection) else []
    return any(
        entry.value_node in written and not (isinstance(entry.key, Constant) and entry.key.value in names)
        for entry in entries
    )


def _has_other_prefix(key: Thing, name: str) -> bool:
    """Whether a prefix was put before the name asked about which the layer's own name does not have."""
    text = key.text if isinstance(key, Key) else None
    return text is not None and text != name and text.endswith(name) and not name.startswith(text.removesuffix(name))


def _is_in_network(key: Thing, cell: Cell | None) -> bool:
    """Whether the network surely has a parameter of the name."""
    if isinstance(key, Constant) and isinstance(key.value, str) and cell is not None:
        path, _, name = key.value.rpartition(".")
        owner = cell.at(path)
        if owner is None or owner.convolution is None:
            return owner is not None
        return name == "weight" or (name == "bias" and owner.convolution.has_bias)
    return isinstance(key, Key) and key.from_net


def _keys(reader: Reading, parameters: Thing) -> list[Thing]:
    if isinstance(parameters, Torch):
        return [Key(reader.asked)]
    if isinstance(parameters, View):
        return [Key(from_net=isinstance(parameters.owner, Network))]
    if not isinstance(parameters, Collection):
        return []
    return [*(entry.key for entry in parameters.entries), *([None] if parameters.may_be_another else [])]


def _saved_entries(saved: Collection) -> list[Entry]:
    """A list of ``{"name": …, "data": …}`` as the dictionary that reading it back gives."""
    entries = []
    for entry in saved.entries:
        key, value, node = entry.key, entry.value, entry.value_node
        if isinstance(value, Collection) and value.kind == "dict":
            key, node = entry_of(value, Constant("name")), _written(value, "data")
            value = entry_of(value, Constant("data"))
        entries.append(Entry(key, _parameter(value) if _is_mindspore(value) else value, node))
    return entries


def _is_mindspore(value: Thing) -> bool:
    return isinstance(value, Weight) and value.form in OF_MINDSPORE


def _parameter(value: Thing) -> Thing:
    """What a value comes back as from a checkpoint."""
    weight = weight_in(value) if isinstance(value, Torch) else value
    return replace(weight, form=Form.PARAMETER) if isinstance(weight, Weight) else value


def _written(collection: Collection, key: str) -> ast.expr | None:
    return next((entry.value_node for entry in collection.entries if entry.key == Constant(key)), None)
