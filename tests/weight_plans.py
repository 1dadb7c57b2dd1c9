"""What a made-up program does with a weight of torch's: where it comes from, and how it gets into the network.

In the texts ``§`` stands where a weight arrives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from weight_networks import Network, Spelling
from weight_steps import EXPANSION, Form, Handling, Step

SINK = "§"


@dataclass(frozen=True)
class Source:
    """Statements that make a dictionary ``state_dict`` of torch's weights, or one ``weight``."""

    text: str
    file: str = ""
    """What lies at the path: a plain dictionary, a nested one, safetensors."""
    needs_detach: bool = False
    opens: int = 0
    """How many blocks stay open, in which the rest stands."""
    form: Form = Form.TORCH


LOADED = (
    Source("state_dict = @torch.load(path)", "plain"),
    Source('state_dict = @torch.load(path, map_location="cpu")', "plain"),
    Source('checkpoint = @torch.load(path)\nstate_dict = checkpoint["state_dict"]', "nested"),
    Source('state_dict = @torch.load(path, map_location="cpu")["state_dict"]', "nested"),
    Source('checkpoint = @torch.load(path)\nstate_dict = checkpoint.get("state_dict", checkpoint)', "nested"),
    Source("state_dict = @safetensors.torch.load_file(path)", "safetensors"),
    Source(
        'state_dict = {}\nwith @safetensors.safe_open(path, framework="pt") as opened:\n'
        "    for entry in opened.keys():\n        state_dict[entry] = opened.get_tensor(entry)",
        "safetensors",
    ),
)
ARRAYS = (
    Source('state_dict = dict(@numpy.load("torch_encoder.npz"))', "npz", form=Form.NUMPY),
    Source(
        'with open("torch_encoder.pkl", "rb") as file:\n    state_dict = pickle.load(file)', "pickle", form=Form.NUMPY
    ),
)
ARRAY = Source('weight = @numpy.load("torch_conv_weight.npy")', "npy", form=Form.NUMPY)
OF_MODULE = (
    Source("torch_net = MODULE\nstate_dict = torch_net.state_dict()"),
    Source(
        "torch_net = MODULE\ntorch_net.load_state_dict(@torch.load(path))\nstate_dict = torch_net.state_dict()", "plain"
    ),
    Source("state_dict = dict(MODULE.named_parameters())", needs_detach=True),
)
TORCH_NET = Source("torch_net = MODULE", needs_detach=True)
SINGLE = (
    Source("torch_net = MODULE\nweight = torch_netACCESS.weight", needs_detach=True),
    Source("torch_net = MODULE.eval()\nweight = torch_netACCESS.weight.detach()"),
    Source(
        'with @safetensors.safe_open(path, framework="pt", device="cpu") as opened:\n'
        "    weight = opened.get_tensor(KEY)",
        "safetensors",
        opens=1,
    ),
    Source('with @safetensors.safe_open(path, "pt") as opened:\n    weight = opened.get_tensor(KEY)', "safetensors"),
    Source(
        "torch_net = MODULE\nfor name, weight in torch_net.named_parameters():\n    if name != KEY:\n        continue",
        needs_detach=True,
        opens=1,
    ),
    Source(
        "for name, weight in @torch.load(path).items():\n    if name == KEY:\n        print(name)", "plain", opens=2
    ),
)
READ = ("weight = state_dict[KEY]", "weight = state_dict.get(KEY)", "weight = state_dict.pop(KEY)")

SINKS = {
    f"{SINK}TARGET.set_data(VALUE)": (Form.TENSOR, Form.PARAMETER),
    f"{SINK}TARGET.set_data(VALUE, slice_shape=True)": (Form.TENSOR,),
    f"{SINK}TARGET.assign_value(VALUE)": (Form.TENSOR,),
    f"{SINK}TARGET.copy_(VALUE)": (Form.TENSOR,),
    f"{SINK}TARGET.set_(VALUE)": (Form.TENSOR,),
    f"{SINK}TARGET.data = VALUE": (Form.TENSOR,),
    f"{SINK}TARGET[:] = VALUE": (Form.TENSOR,),
    f"{SINK}@mindspore.ops.assign(TARGET, VALUE)": (Form.TENSOR,),
    f"{SINK}@mindspore.ops.Assign()(TARGET, VALUE)": (Form.TENSOR,),
    f"assign = @mindspore.ops.Assign()\n{SINK}assign(TARGET, VALUE)": (Form.TENSOR,),
}
COPYING = (f"{SINK}TARGET.copy_(VALUE)", f"{SINK}TARGET[:] = VALUE")
CELL_SINK = f"{SINK}CELL.weight = VALUE"
_LOAD = f"{SINK}@mindspore.load_param_into_net"
_SAVE = '@mindspore.save_checkpoint(VALUES, "encoder.ckpt")'
TAKES_DICTIONARY = {
    f"{_LOAD}(NET, VALUES)": (Form.PARAMETER,),
    f"not_loaded, _ = {_LOAD}(NET, VALUES)": (Form.PARAMETER,),
    f"print({_LOAD}(NET, VALUES, strict_load=True))": (Form.PARAMETER,),
    f"not_loaded = {_LOAD}(net=NET, parameter_dict=VALUES)": (Form.PARAMETER,),
    f"{SINK}NET.load_state_dict(VALUES, strict=False)": (Form.TENSOR, Form.PARAMETER),
    f'@safetensors.torch.save_file(VALUES, "encoder.safetensors")\n'
    f'{SINK}@mindspore.load_checkpoint("encoder.safetensors", NET, format="safetensors")': (Form.TORCH,),
}
SAVED = f"{SINK}{_SAVE}"
"""The sink after which the file does nothing with the checkpoint."""
TAKES_LIST = {
    SAVED: (Form.TENSOR,),
    f'{_SAVE}\n{SINK}@mindspore.load_checkpoint("encoder.ckpt", NET)': (Form.TENSOR,),
    f'{_SAVE}\nloaded = @mindspore.load_checkpoint("encoder.ckpt")\nnot_loaded, _ = {_LOAD}(NET, loaded)': (
        Form.TENSOR,
    ),
}
DROPPED = f"{_LOAD}(NET, VALUES)"
"""The sink that drops what is returned."""

TARGETS = (
    "target = netACCESS.weight",
    "target = net.parameters_dict()[NAME]",
    "parameters = net.parameters_dict()\ntarget = parameters[NAME]",
    "cell = netACCESS\ntarget = cell.weight",
)
WALKS = {
    "for name, parameter in net.parameters_and_names():": "name",
    "for parameter in net.trainable_params():": "parameter.name",
    "for parameter in net.get_parameters():": "parameter.name",
    "for name, parameter in net.parameters_dict().items():": "name",
}
CELLS = (
    "for name, cell in net.cells_and_names():\n    if not isinstance(cell, @mindspore.nn.KIND):\n        continue",
    "for name, cell in net.cells_and_names():\n    if isinstance(cell, @mindspore.nn.KIND):\n        print(name)",
    "for name, cell in net.cells_and_names():\n    if type(cell) is @mindspore.nn.KIND:\n        print(name)",
)
"""Loops over the layers of one class; the rest of some stands in their last block."""
EACH = (
    "for index, cell in enumerate(net.layers):",
    "for index in range(len(net.layers)):\n    cell = net.layers[index]",
)
SIDE_BY_SIDE = "for parameter, weight in zip(net.get_parameters(), torch_net.parameters()):"
PLACES = ("function", "module", "method", "called")

OLD = "module."
RENAMED = {
    "replace": ('KEY.replace("module.", "")', "KEY[7:]", 'KEY[len("module."):]', 'KEY.removeprefix("module.")'),
    "prefix": ('"block." + KEY', 'f"block.{KEY}"', '"block.%s" % KEY', '"block.{}".format(KEY)'),
}
TORCH_NAMES = {"replace": ('"module." + KEY', 'f"module.{KEY}"'), "prefix": ('KEY.replace("block.", "")', "KEY[6:]")}
COMPREHENSION = "comprehension"
STAGES = (
    COMPREHENSION,
    "for key, value in GIVEN.items():",
    "for key, value in list(GIVEN.items()):",
    "for key, value in sorted(GIVEN.items()):",
    "for index, (key, value) in enumerate(GIVEN.items()):",
    "for key in GIVEN:\n    value = GIVEN[key]",
    "for key in GIVEN.keys():\n    value = GIVEN[key]",
    "for key in list(GIVEN):\n    value = GIVEN.pop(key)",
)
"""Loops over a dictionary."""
EMPTY = ("{}", "dict()", "collections.OrderedDict()")
STORED = ("MADE[KEY] = VALUE", "MADE.update({KEY: VALUE})", "MADE.setdefault(KEY, VALUE)")


@dataclass(frozen=True)
class Plan:
    """What a program does."""

    arrangement: str
    spelling: Spelling
    network: Network
    place: str
    source: Source
    steps: tuple[Step, ...]
    sink: str
    target: str = ""
    """How the parameter or the loop over all of them is written."""
    read: str = ""
    renaming: str = ""
    renamed: str = ""
    """How a key is renamed."""
    stages: tuple[str, ...] = ()
    """The loops over dictionaries, one after another."""
    split: int = 0
    """The number of steps in the first of two."""
    renames_early: bool = False
    empty: str = EMPTY[0]
    stored: str = STORED[0]
    """How an entry is put into a dictionary."""
    reads_in_function: bool = False
    sinks_in_function: bool = False
    handling: Handling | None = None
    way: str = "inline"
    """How the handling is written."""

    @property
    def unhandled(self) -> Plan:
        """The same without the handling."""
        return replace(self, handling=None)

    @property
    def torch_key(self) -> str:
        """The weight's name in torch's dictionary."""
        key = self.network.key
        if self.renaming == "prefix":
            return key.removeprefix("block.")
        return OLD + key if self.renaming == "replace" else key

    @property
    def is_misfit(self) -> bool:
        """Whether the weight does not fit where it arrives."""
        layer = self.network.layer
        if not layer.is_conv1d:
            return False
        return self.handling is None or layer.expanded(self.handling.axis) != layer.expanded(2)

    @property
    def is_marked(self) -> bool:
        """Whether the text says where the weight is expanded."""
        return self.handling is not None and EXPANSION in self.handling.text
