"""The three careless ports beside torch's networks: as they stand, mended by safe fixes alone, mended by all."""

from __future__ import annotations

import importlib.util
import inspect
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .frameworks import mindspore, torch
from .layers import input_sizes, random_input, run_layers, run_mindspore, run_torch
from .outcomes import Outcome, compared, raised, worst

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "ports"
SEEDS = (0, 1)
CONSTRUCTORS = ("Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d", "Conv1dTranspose", "Conv2dTranspose")
"""What makes a convolution in the ports and in their originals."""


@dataclass(frozen=True)
class Network:
    """A network of a port: its class, and the inputs that it is run on."""

    port: str
    name: str
    channels: int
    even: tuple[int, ...]
    odd: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"{self.port}: {self.name}"


NETWORKS = (
    Network("audio", "AudioNet", 1, (200,), (201,)),
    Network("gan", "Generator", 3, (16, 20), (17, 21)),
    Network("gan", "Discriminator", 3, (32, 36), (33, 37)),
    Network("resnet", "ResNet", 3, (32, 36), (33, 37)),
)


@dataclass(frozen=True)
class ConvCall:
    """One convolution that a network makes: where, and the layer or what was raised instead."""

    line: int
    made: Any


class Recording:
    """Stands for a module's ``nn`` and keeps what its convolutions come to; one that raises gets a stand-in."""

    def __init__(self, nn: Any) -> None:
        self._nn = nn
        self.calls: list[ConvCall] = []

    def __getattr__(self, name: str) -> Any:
        meant = getattr(self._nn, name)
        return self._noting(meant) if name in CONSTRUCTORS else meant

    def _noting(self, constructor: Callable[..., Any]) -> Callable[..., Any]:
        def construct(*arguments: Any, **keywords: Any) -> Any:
            frame = inspect.currentframe()
            assert frame is not None
            assert frame.f_back is not None
            line = frame.f_back.f_lineno
            try:
                layer = constructor(*arguments, **keywords)
            except Exception as error:  # whatever it raises is what is asked for
                self.calls.append(ConvCall(line, error))
                return self._nn.Identity()
            self.calls.append(ConvCall(line, layer))
            return layer

        return construct


def measure() -> dict[str, Any]:
    """What each port does: as it stands, after the safe fixes, after all of them, and written right by hand."""
    return {port: _port(port) for port in sorted({network.port for network in NETWORKS})}


def findings(file: Path) -> list[tuple[int, str]]:
    """What the command reports of a file, as (line, code)."""
    return [(found["location"]["row"], found["code"]) for found in json.loads(_command("--output-format=json", file))]


def mended(port: str, folder: Path, *options: str) -> Path:
    """A copy of a careless port in ``folder``, after the command has fixed it with these options."""
    copy = folder / f"{port}{'_'.join(options).replace('-', '_')}.py"
    copy.write_bytes((FOLDER / port / "careless.py").read_bytes())
    _command(*options, copy)
    return copy


def as_it_stands(network: Network) -> str:
    """What building the careless port comes to."""
    module = module_of(FOLDER / network.port / "careless.py")
    try:
        getattr(module, network.name)()
    except Exception as error:
        return str(raised(error, at_call=False))
    return "is built"


def call_by_call(network: Network, file: Path) -> list[tuple[int, Outcome]]:
    """The convolutions of a port's file in the order in which they are made: line, and the worst beside torch's."""
    originals = convolutions(FOLDER / network.port / "original_torch.py", network.name)
    calls = convolutions(file, network.name)
    pairs = zip(originals, calls, strict=True)
    return [(call.line, worst(_beside(original.made.eval(), call.made))) for original, call in pairs]


def convolutions(file: Path, network: str) -> list[ConvCall]:
    """The convolutions that building a network makes, in their order."""
    torch().manual_seed(SEEDS[0])
    module = module_of(file)
    recording = Recording(module.nn)
    module.nn = recording
    getattr(module, network)()
    return recording.calls


def end_to_end(network: Network, file: Path) -> dict[str, Outcome]:
    """The network of a port's file beside torch's, loaded by the port's own loader: for each input what came out.

    Where the loader complains, the key ``loading`` says so, and what it has loaded by then is run.
    """
    outcomes: dict[str, Outcome] = {}
    for seed in SEEDS:
        original = torch_network(network, seed)
        port, complaint = _loaded(network, file, original)
        if complaint:
            outcomes["loading"] = complaint
        for parity in ("even", "odd"):
            values = random_input((2, network.channels, *getattr(network, parity)), seed)
            outcomes[f"{parity}, seed {seed}"] = _run(port, values, run_torch(original, values))
    return outcomes


def torch_network(network: Network, seed: int) -> Any:
    """The original with random weights, and norms that have seen data.

    The weights are larger than those that layers are born with, under which the input hardly shows in the output, and
    no larger: beyond 3.5 MindSpore's tanh itself is off by up to 1e-4 on the processor.
    """
    torch().manual_seed(seed)
    original = getattr(module_of(FOLDER / network.port / "original_torch.py"), network.name)().eval()
    for module in original.modules():
        if hasattr(module, "kernel_size"):
            torch().nn.init.kaiming_normal_(module.weight, nonlinearity="linear")
        if hasattr(module, "running_mean"):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 1.5)
            torch().nn.init.uniform_(module.weight, 0.5, 1.5)
            torch().nn.init.uniform_(module.bias, -0.5, 0.5)
    return original


def module_of(file: Path) -> Any:
    """A file, imported anew under a name of its own."""
    mindspore()  # set up before the file imports it
    specification = importlib.util.spec_from_file_location(f"port_{file.parent.name}_{file.stem}", file)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def as_fact(outcome: Outcome) -> dict[str, Any]:
    """An outcome as it is recorded: no noise of equal outputs."""
    if outcome.error:
        return {"error": outcome.error, "message": outcome.message, "when": "called" if outcome.at_call else "made"}
    if outcome.shapes:
        return {"shape": list(outcome.shapes[0]), "torch": list(outcome.shapes[1])}
    if outcome.equal:
        return {"equal": True}
    return {"difference": float(f"{outcome.difference:.2g}")}


def _port(port: str) -> dict[str, Any]:
    networks = [network for network in NETWORKS if network.port == port]
    found = findings(FOLDER / port / "careless.py")
    calls: dict[int, list[Outcome]] = {}
    for network in networks:
        for line, outcome in call_by_call(network, FOLDER / port / "careless.py"):
            calls.setdefault(line, []).append(outcome)
    with tempfile.TemporaryDirectory() as folder:
        files = {
            "safe fixes alone": mended(port, Path(folder), "--fix"),
            "all fixes": mended(port, Path(folder), "--fix", "--unsafe-fixes"),
            "written right": FOLDER / port / "right.py",
        }
        runs = {name: {one.name: _summary(end_to_end(one, file)) for one in networks} for name, file in files.items()}
    return {
        "findings": dict(sorted(Counter(code for _, code in found).items())),
        "as it stands": {one.name: as_it_stands(one) for one in networks},
        "call by call": {
            str(line): {"codes": sorted(code for at, code in found if at == line), **as_fact(worst(outcomes))}
            for line, outcomes in sorted(calls.items())
        },
        **runs,
    }


def _summary(outcomes: dict[str, Outcome]) -> dict[str, Any]:
    """The worst of each kind of input."""
    facts: dict[str, Any] = {}
    if "loading" in outcomes:
        facts["loading"] = outcomes["loading"].message
    for parity in ("even", "odd"):
        facts[parity] = as_fact(worst([outcome for key, outcome in outcomes.items() if key.startswith(parity)]))
    return facts


def _beside(original: Any, made: Any) -> list[Outcome]:
    if isinstance(made, Exception):
        return [raised(made, at_call=False)]
    return [run_layers(original, made, sizes, seed) for sizes in input_sizes(original) for seed in SEEDS]


def _loaded(network: Network, file: Path, original: Any) -> tuple[Any, Outcome | None]:
    module = module_of(file)
    port = getattr(module, network.name)().set_train(False)
    state = {name: value.numpy() for name, value in original.state_dict().items()}
    try:
        module.load_torch_weights(port, state)
    except ValueError as error:
        return port, raised(error, at_call=False)
    return port, None


def _run(port: Any, values: Any, expected: Any) -> Outcome:
    try:
        output = run_mindspore(port, values)
    except Exception as error:
        return raised(error, at_call=True)
    return compared(output, expected)


def _command(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "ms_convlint", "check", "--exit-zero", *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
