"""A sample of made-up programs on the real frameworks: what is reported raises, on everything else torch's output."""

from __future__ import annotations

import contextlib
import io
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from weight_plans import SAVED, Plan
from weight_programs import entry_plans, initial_plans, single_plans, walk_plans, whole_plans, written

from ms_convlint.edits import apply_fixes
from ms_convlint.finding import Finding

from .frameworks import mindspore, numpy, torch
from .layers import random_input, run_mindspore, run_torch
from .outcomes import compared
from .weight_routes import findings, said
from .weight_runs import CALL, CHECKPOINT, LOAD, SEED, fresh_folder

_KINDS = {
    "one weight": single_plans(),
    "one entry": entry_plans(),
    "a dictionary": whole_plans(),
    "a loop over the network": walk_plans(),
    "weight_init": initial_plans(),
}
_DRAWN, _EVERY = 60, 5
"""So many are drawn of each kind, and one of so many is taken, for the first ones are all much alike."""
ALIKE = 0.999
"""The correlation of numbers that are the same but for a factor, an offset and rounding."""
_CODES = ("MSC301", "MSC302", "MSC303")


@dataclass(frozen=True)
class Verdict:
    """What is said of a program, what happens, and what it comes to after the fixes that are written."""

    kind: str
    text: str
    says: str
    """"" where nothing is said."""
    happens: str
    mended: str
    """"" where no fix is written."""

    @property
    def agrees(self) -> bool:
        """Reported is what raises, as it raises; silence means torch's output, and so does a fix."""
        return self.happens == (self.says or "equal") and self.mended in ("", "equal")


@cache
def verdicts() -> tuple[Verdict, ...]:
    """The sample: each program as it is drawn, and without what it does to fit."""
    chosen = [(kind, plan) for kind, drawn in _KINDS.items() for plan in _drawn(drawn)]
    both = [(kind, each) for kind, plan in chosen for each in dict.fromkeys((plan, plan.unhandled))]
    return tuple(_verdict(kind, plan) for kind, plan in both)


def _drawn(plans: st.SearchStrategy[Plan]) -> list[Plan]:
    found: list[Plan] = []

    @seed(SEED)
    @settings(
        max_examples=_DRAWN,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plans)
    def draw(plan: Plan) -> None:
        found.append(plan)

    draw()
    return found[::_EVERY]


def _verdict(kind: str, plan: Plan) -> Verdict:
    text = written(plan).text
    found = [finding for finding in findings(text) if finding.code in _CODES]
    fixed = apply_fixes(text, found, unsafe=True)
    says = _said(found[0]) if found else ""
    return Verdict(kind, text, says, fate(text, plan), fate(fixed, plan) if fixed != text else "")


def _said(finding: Finding) -> str:
    return f"ValueError at {LOAD}" if finding.code == "MSC303" else said(finding)


def fate(text: str, plan: Plan) -> str:
    """Where a program raises and what; else whether the layer computes what torch's with its weight computes."""
    with fresh_folder(), made_layers_of_torch() as originals, contextlib.redirect_stdout(io.StringIO()):
        _write(plan)
        where = LOAD
        try:
            net = _loaded(text, plan)
            if plan.sink == SAVED:
                where = CHECKPOINT
                mindspore().load_checkpoint("encoder.ckpt", net)
            where = CALL
            cell = _layer(net, plan)
            values = random_input((2, plan.network.layer.channels_in, 9), SEED)
            run_mindspore(cell, values)
        except Exception as error:  # whatever it raises is what is asked for
            return f"{type(error).__name__} at {where}"
        return _beside_torch(cell, originals, values)


def _beside_torch(cell: Any, originals: list[Any], values: Any) -> str:
    """Whether a layer has the weight of one of torch's, and computes what that computes with it."""
    held = cell.weight.asnumpy()
    original = next((layer for layer in originals if _is_made_of(held, layer.weight.detach().numpy())), None)
    if original is None:
        return "not loaded"
    original.weight.data = torch().from_numpy(held.reshape(original.weight.shape))
    if original.bias is not None:
        cell.bias.set_data(mindspore().Tensor(original.bias.detach().numpy()))
    return "equal" if compared(run_mindspore(cell, values), run_torch(original, values)).equal else "different"


def _is_made_of(held: Any, weight: Any) -> bool:
    """Whether these are torch's numbers in their order, but for a factor and an offset that a program may apply."""
    if held.size != weight.size:
        return False
    if numpy().array_equal(held.ravel(), weight.ravel()) or held.size == 1:
        return True
    return bool(abs(numpy().corrcoef(held.ravel(), weight.ravel())[0, 1]) > ALIKE)


def _loaded(text: str, plan: Plan) -> Any:
    """Run a program; the network, or for ``weight_init`` the layer."""
    names: dict[str, Any] = {"__name__": "port"}
    exec(compile(text, "port.py", "exec"), names)
    if plan.place == "module":
        return names["conv" if plan.arrangement == "initial" else "net"]
    if plan.place == "method":
        net = names["Encoder"]()
        net.transfer("encoder.pth", False)
        return net
    return names["transfer"]("encoder.pth", False)


def _layer(net: Any, plan: Plan) -> Any:
    if plan.arrangement == "initial":
        return net
    return eval(f"net{plan.network.access}", {"net": net})


def _write(plan: Plan) -> None:
    """The files that a program may read, with torch's weights under the names of its network."""
    torch().manual_seed(SEED)
    layer = plan.network.layer
    make = {"Conv1d": torch().nn.Conv1d, "Conv1dTranspose": torch().nn.ConvTranspose1d}[layer.kind]
    base = plan.torch_key.removesuffix("weight")
    weights = {}
    bases = [base, *([base.replace("layers.0", "layers.1")] if plan.network.placement == "list of two" else [])]
    for prefix in bases:
        original = make(layer.channels_in, layer.channels_out, layer.kernel, groups=layer.group, bias=layer.bias)
        weights |= {f"{prefix}{name}": value for name, value in original.state_dict().items()}
    if plan.network.has_head:
        above = base.removesuffix(f"{plan.network.path}.")
        weights |= {f"{above}head.{name}": value for name, value in torch().nn.Linear(8, 2).state_dict().items()}
    arrays = {name: value.numpy() for name, value in weights.items()}
    numpy().savez("torch_encoder.npz", **arrays)
    numpy().save("torch_conv_weight.npy", arrays[plan.torch_key])
    with open("torch_encoder.pkl", "wb") as file:
        pickle.dump(arrays, file)
    if plan.source.file == "safetensors":
        from safetensors.torch import save_file

        save_file(weights, "encoder.pth")
    else:
        torch().save({"state_dict": weights} if plan.source.file == "nested" else weights, "encoder.pth")


@contextmanager
def made_layers_of_torch() -> Iterator[list[Any]]:
    """A list that every convolution of torch's is put into when it is made."""
    made: list[Any] = []
    base = torch().nn.modules.conv._ConvNd
    before = base.__init__

    def recorded(self: Any, *arguments: Any, **keywords: Any) -> None:
        before(self, *arguments, **keywords)
        made.append(self)

    base.__init__ = recorded
    try:
        yield made
    finally:
        base.__init__ = before


def measure_generated() -> dict[str, Any]:
    """By kind: how many programs there are, and how many of them do as is said."""
    table: dict[str, dict[str, int]] = {kind: {"programs": 0, "as said": 0} for kind in _KINDS}
    for verdict in verdicts():
        table[verdict.kind]["programs"] += 1
        table[verdict.kind]["as said"] += verdict.agrees
    return table
