"""Where torch's weights come from: loaders, modules, dictionaries, and names that say so."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from ms_convlint.facts.scopes import BindingKind
from ms_convlint.facts.weights.arguments import Arguments
from ms_convlint.facts.weights.containers import forget
from ms_convlint.facts.weights.elements import elements, pair, torch_weight
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.joining import copy_of, escape, weight_in, weights_in
from ms_convlint.facts.weights.shapes import UNKNOWN
from ms_convlint.facts.weights.steps import KEEPS_RANK
from ms_convlint.facts.weights.subscripts import torch_entry
from ms_convlint.facts.weights.things import Collection, Form, Key, Origin, Thing, Torch, TorchStore, View, Weight
from ms_convlint.facts.weights.torch_layers import OF_CONV1D, is_other_layer
from ms_convlint.facts.weights.words import words

if TYPE_CHECKING:
    from ms_convlint.facts.weights.reading import Reading

_LOADERS = frozenset(
    {
        "torch.load",
        "torch.jit.load",
        "torch.hub.load",
        "torch.hub.load_state_dict_from_url",
        "torch.utils.model_zoo.load_url",
        "safetensors.torch.load_file",
        "safetensors.torch.load",
    }
)
_ARRAYS = frozenset({"numpy.load", "pickle.load", "pickle.loads", "joblib.load", "safetensors.numpy.load_file"})
_MODULES = ("torch.nn.", "torchvision.", "torchaudio.", "timm.", "transformers.", "diffusers.")
_SAYS_CONVERTED = re.compile(r"(?:torch|pth?)_?(?:2|to)_?m(?:ind)?s|from[ _]torch|convert|\bms_", re.IGNORECASE)
_PATH_OF_MINDSPORE = re.compile(r"(?:^|[\W_])(?:ms|mindspore)(?:[\W_]|$)|2ms", re.IGNORECASE)
_SAYS_TORCH = re.compile(r"torch|\.pth\b|\.pt\b|\bpt_|_pt\b", re.IGNORECASE)
_NAMED_FOR_TORCH = re.compile(
    r"(?:^|_)(?:torch|pytorch|pt)_(?:\w*_)?(?:net|network|model|module|state|dict|sd|params?|parameters|weights?|layer|"
    r"conv\w*|checkpoint|ckpt)$"
    r"|^(?:net|network|model|module|state_dict|params?|weights?|state|layer|ckpt|checkpoint)_(?:torch|pytorch|pt)$"
)


_ENTRIES = frozenset({"items", "keys", "values", "named_parameters", "parameters", "named_buffers", "buffers"})
_PARTS = frozenset({"named_modules", "modules", "named_children", "children"})
_SELF = KEEPS_RANK | frozenset({"state_dict", "eval", "train"})
_CHANGES_MODULE = words("register_parameter register_module register_buffer add_module set_ __setitem__ set_submodule")
_LOOK_UPS = frozenset({"get", "pop", "get_tensor", "get_parameter", "__getitem__"})


def loaded(reader: Reading, node: ast.Call, dotted: str, arguments: Arguments) -> Torch | None:
    """What a call loads or makes, where that is torch's."""
    name = dotted.rpartition(".")[2]
    if dotted in _LOADERS and _names_mindspore(node):
        return None
    if dotted in _LOADERS or dotted.startswith(_MODULES):
        if dotted.startswith("torch.nn.") and (not name[:1].isupper() or name == "Parameter"):
            return None
        torch = store_at(node, dotted, is_conv1d=dotted in OF_CONV1D)
        if is_other_layer(dotted):
            torch.store.shapes = UNKNOWN
        return torch
    if dotted.endswith("safe_open") and dotted.startswith("safetensors"):
        framework, _ = arguments.get(1, "framework")
        is_torch = getattr(framework, "value", None) in ("pt", "torch", "pytorch")
        return store_at(node, "safe_open") if is_torch else None
    if dotted in _ARRAYS and says_torch(reader, node):
        torch = store_at(node, f"{dotted.partition('.')[0]}.{name}", Form.NUMPY)
        torch.store.is_array_file = True
        return torch
    return None


def _names_mindspore(node: ast.Call) -> bool:
    """Whether the path of what is loaded says that it was written for MindSpore."""
    texts = [inner.value for argument in node.args for inner in ast.walk(argument) if isinstance(inner, ast.Constant)]
    return any(isinstance(text, str) and _PATH_OF_MINDSPORE.search(text) for text in texts)


def store_at(node: ast.AST, name: str, form: Form | None = Form.TORCH, *, is_conv1d: bool = False) -> Torch:
    """A store of torch's weights that an expression brings in."""
    origin = Origin(node, name)
    return Torch(TorchStore(origin, form=form), (), is_conv1d)


def says_torch(reader: Reading, node: ast.Call) -> bool:
    """Whether the lines of a call, or the line above, say that what it reads is torch's."""
    lines = reader.facts.source.lines
    first = max(node.lineno - 2, 0)
    text = "".join(lines[first : node.end_lineno])
    return _SAYS_TORCH.search(text) is not None and _SAYS_CONVERTED.search(text) is None


def named_for_torch(reader: Reading, node: ast.arg) -> Torch | None:
    """What a parameter stands for whose name says that it is torch's module or dictionary."""
    if _NAMED_FOR_TORCH.search(node.arg) is None or not ("torch" in node.arg or imports_torch(reader)):
        return None  # pt may also stand for pretrained
    return store_at(node, node.arg)


def detached(reader: Reading, function: ast.Attribute, frame: Frame) -> Weight | None:
    """``x.conv.weight.detach()`` of a parameter ``x``: in a file that imports torch no other tensor is detached."""
    owner = function.value
    while isinstance(owner, ast.Attribute) and owner.attr == "data":
        owner = owner.value
    if not isinstance(owner, ast.Attribute) or owner.attr != "weight" or not imports_torch(reader):
        return None
    root: ast.expr = owner
    while isinstance(root, ast.Attribute):
        root = root.value
    bindings = frame.scope.lookup(root.id) if isinstance(root, ast.Name) else []
    if not bindings or any(binding.kind is not BindingKind.PARAMETER for binding in bindings):
        return None
    origin = Origin(owner, reader.facts.source.segment(owner))
    return Weight(origin)


def imports_torch(reader: Reading) -> bool:
    """Whether the file imports torch at its top."""
    bindings = reader.facts.scopes.module.bindings.values()
    return any(binding.target.partition(".")[0] == "torch" for found in bindings for binding in found)


def torch_method(reader: Reading, name: str, torch: Torch, arguments: Arguments) -> Thing:
    """A method of a module, a dictionary or a file of torch's."""
    if name in _ENTRIES or name in _PARTS:
        return View(torch, name)
    if name in _SELF:
        return torch
    if name in _LOOK_UPS:
        return _looked_up(reader, name, torch, arguments)
    if name == "popitem":
        return pair(Key(reader.asked), torch_weight(reader, torch))
    if name in ("update", "setdefault", "apply"):
        for thing in arguments.things:
            for weight in weights_in(thing):
                torch.store.shapes |= weight.shapes
            if not weights_in(thing):
                torch.store.shapes |= UNKNOWN
    if name in _CHANGES_MODULE:
        torch.store.shapes |= UNKNOWN
    arguments.escape()
    return None


def _looked_up(reader: Reading, name: str, torch: Torch, arguments: Arguments) -> Thing:
    """``state_dict.get(key)`` and its like; what is popped is gone."""
    key = arguments.thing(0, "key", "name", "target")
    entry = torch_entry(reader, torch, key)
    if name != "pop":
        return entry
    if isinstance(entry, Torch) and entry.path[-1].endswith("weight"):
        entry = weight_in(entry)
    forget(torch, key)
    return entry


def copied(reader: Reading, thing: Thing) -> Thing:
    """``dict(x)``, ``OrderedDict(x)``, ``copy(x)``, ``list(x)``: another dictionary or list with the same in it."""
    if isinstance(thing, Torch):
        store = thing.store
        return Torch(TorchStore(store.origin, store.shapes, store.form, dict(store.changed)), thing.path)
    if isinstance(thing, Collection):
        return copy_of(thing)
    if isinstance(thing, View) and elements(reader, thing) is None:
        escape(thing)
    return thing
