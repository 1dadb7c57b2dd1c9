"""Functions and classes of frameworks and of the project's other modules while weights are followed."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from ms_convlint.facts.weights import network_sinks, sinks
from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.arrivals import Initial
from ms_convlint.facts.weights.cells import Cell, is_sequence, sequence
from ms_convlint.facts.weights.elements import elements
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import weight_in
from ms_convlint.facts.weights.sources import copied, loaded, store_at
from ms_convlint.facts.weights.steps import weight_function
from ms_convlint.facts.weights.things import Collection, Form, Network, Operation, Thing, Torch, Weight
from ms_convlint.facts.weights.words import words

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

_FRAMEWORKS = words("mindspore torch numpy safetensors copy collections pickle joblib tqdm")
_ON_MODULES = ("torch.utils.", "torch.fx.", "torch.nn.utils.", "torch.ao.", "torch.quantization.")
_TENSORS = frozenset({"Tensor", "tensor", "from_numpy"})
_COPIES = frozenset({"copy.copy", "copy.deepcopy", "collections.OrderedDict", "collections.defaultdict"})
_HARMLESS = words(
    "os sys json re logging time argparse pathlib glob torch numpy mindspore safetensors pickle joblib tqdm "
    "copy collections loguru typing"
)


def framework_call(reader: Reading, node: ast.Call, dotted: str, arguments: Arguments, frame: Frame) -> Thing:
    """What a call of something imported gives."""
    framework, name = dotted.partition(".")[0], dotted.rpartition(".")[2]
    source = loaded(reader, node, dotted, arguments)
    if source is not None:
        return source
    if framework == "mindspore":
        return _of_mindspore(reader, node, dotted, name, arguments, frame)
    if dotted in _COPIES:
        thing = arguments.thing(1 if name == "defaultdict" else 0)
        return copied(reader, thing) if thing is not None else Collection("dict", is_open=bool(arguments.positional))
    if framework == "tqdm":
        return arguments.thing(0, "iterable")
    if framework == "torch" and name in ("Parameter", "FloatTensor", "Tensor"):
        return _as_weight(arguments.thing(0, "data"))
    if dotted == "safetensors.torch.save_file":
        network_sinks.save_file(reader, node, arguments, frame)
        return None
    if framework in _FRAMEWORKS:
        return operate(reader, node, dotted, arguments, frame)
    return _of_project(reader, node, dotted, arguments, frame)


def operate(reader: Reading, node: ast.Call, dotted: str, arguments: Arguments, frame: Frame) -> Thing:
    """A function on tensors."""
    if dotted.endswith(".Assign"):
        sinks.assigned(reader, node, arguments, frame)
        return None
    first = arguments.thing(0, "input", "a", "x", "input_x", "array")
    if dotted.startswith(_ON_MODULES):
        arguments.escape()
        return None
    if isinstance(first, Torch):
        first = weight_in(first)
        _replace_first(arguments, first)
    if isinstance(first, Weight):
        return weight_function(reader, node, dotted, first, arguments, frame)
    reader.log.shared.add(node)
    weight = arguments.weight
    return weight.unknown if weight is not None else None


def _of_mindspore(reader: Reading, node: ast.Call, dotted: str, name: str, arguments: Arguments, frame: Frame) -> Thing:
    if name in _TENSORS or name == "Parameter":
        return _wrapped(reader, node, name, arguments)
    if name == "initializer":
        return _as_weight(arguments.thing(0, "init"))
    if name == "load_param_into_net":
        return network_sinks.load_param_into_net(reader, node, arguments, frame)
    if name == "save_checkpoint":
        network_sinks.save_checkpoint(reader, node, arguments, frame)
        return None
    if name == "load_checkpoint":
        return network_sinks.load_checkpoint(reader, node, arguments, frame)
    if name == "assign" and ".ops" in dotted:
        sinks.assigned(reader, node, arguments, frame)
        return None
    if is_sequence(dotted):
        return _sequence(reader, arguments)
    if name[:1].isupper() and arguments.weight is None:
        return _layer(reader, node, dotted, frame)
    if name[:1].isupper():
        _note_initial(reader, node, frame)
        return Network(reader.cells.of_call(node, frame.scope) or Cell(dotted))
    return operate(reader, node, dotted, arguments, frame)


def _layer(reader: Reading, node: ast.Call, dotted: str, frame: Frame) -> Thing:
    """A layer of the framework's, or a primitive such as ``ops.ExpandDims()``."""
    if ".ops." in dotted:
        return Operation(dotted)
    cell = reader.cells.of_call(node, frame.scope)
    return Network(cell) if cell is not None else None


def _note_initial(reader: Reading, node: ast.Call, frame: Frame) -> None:
    """A convolution that is made with a weight of torch's."""
    cell = reader.cells.of_call(node, frame.scope)
    if cell is None or not cell.is_conv1d or cell.convolution is None:
        return
    argument = cell.convolution.argument("weight_init")
    if argument is None or argument.inherited:
        return
    thing = reader.evaluate(argument.node, frame)
    if isinstance(thing, Weight):
        reader.log.initial.append(Initial(cell.convolution, argument, thing))


def _wrapped(reader: Reading, node: ast.Call, name: str, arguments: Arguments) -> Thing:
    """``Tensor(w)``, ``Parameter(w)``."""
    thing, written = arguments.get(0, "input_data", "default_input")
    weight = _as_weight(thing)
    if weight is None:
        return None
    if weight.form is Form.TORCH:
        return weight.unknown  # a tensor of torch's is refused whatever its rank
    if written is not None:
        reader.log.wrapped[node] = written
    return replace(weight, form=Form.PARAMETER if name == "Parameter" else Form.TENSOR)


def _as_weight(thing: Thing) -> Weight | None:
    if isinstance(thing, Torch):
        return weight_in(thing)
    return thing if isinstance(thing, Weight) else None


def _replace_first(arguments: Arguments, weight: Weight) -> None:
    if arguments.positional:
        arguments.positional[0] = (weight, arguments.positional[0][1])
    for keyword, (thing, node) in arguments.keywords.items():
        if isinstance(thing, Torch):
            arguments.keywords[keyword] = (weight, node)


def _sequence(reader: Reading, arguments: Arguments) -> Thing:
    """A SequentialCell or CellList of what is at hand."""
    things = list(arguments.things)
    if len(things) == 1 and isinstance(things[0], Collection):
        things = elements(reader, things[0]) or []
    if things and all(isinstance(thing, Network) for thing in things):
        return Network(sequence([thing.cell for thing in things if isinstance(thing, Network)]))
    return None


def _of_project(reader: Reading, node: ast.Call, dotted: str, arguments: Arguments, frame: Frame) -> Thing:
    """A class or function from another module of the project, or from a library that is not known."""
    framework = dotted.partition(".")[0]
    if framework not in _HARMLESS:
        found = reader.cells.modules.definition(reader.facts, dotted)
        if found is not None and found[1].is_class and reader.cells.modules.cells(found[0]).is_torch(found[1]):
            torch = store_at(node, dotted.rpartition(".")[2])
            torch.store.own_class, torch.store.names = found[1], found[0].names.in_reading_order()
            return torch
        cell = reader.cells.of_call(node, frame.scope) if found is not None and arguments.weight is None else None
        if cell is not None:
            return Network(cell)
        reader.escape(arguments)
        if node in reader.dropped:
            reader.lose(node, arguments, frame)
    weight = arguments.weight
    return weight.unknown if weight is not None else None
