"""# ms-unmatched-parameters-ignored (MSC304)

## What it does
Reports a dictionary of torch weights that goes through `load_param_into_net` while nobody looks at what that
returns. With `torch-semantics=always` dictionaries of unknown origin are reported too.

## Why is this bad
What has no match is left out in silence, with `strict_load=True` too: the `bias` of a convolution that was made
without `has_bias=True`, the running statistics of a norm whose names were not changed. The network keeps its random
numbers there. It only shows in the two lists that are returned: the network's parameters that were not loaded, and
the entries of the dictionary that nothing took. A vanished `bias` shows in the second alone. A result that is assigned
to something is taken for looked at; `load_checkpoint(file, net)`, which gives neither list, is not judged.

## Example
```python
state_dict = torch.load("net.pth", map_location="cpu")
parameters = {name: Parameter(Tensor(value.numpy())) for name, value in state_dict.items()}
load_param_into_net(net, parameters)
```

## Use instead
```python
state_dict = torch.load("net.pth", map_location="cpu")
parameters = {name: Parameter(Tensor(value.numpy())) for name, value in state_dict.items()}
not_loaded, unmatched = load_param_into_net(net, parameters)
if not_loaded or unmatched:
    raise ValueError(f"not loaded: {not_loaded}, unmatched: {unmatched}")
```

## Fix safety
Shown, not written: what may be left out (`num_batches_tracked`, a head that is trained anew) is the author's choice.
"""

from __future__ import annotations

from ms_convlint.facts.weights.misfits import DroppedResult
from ms_convlint.finding import Applicability, Finding, Fix
from ms_convlint.rules.msc301 import first_of
from ms_convlint.rules.placed import placed
from ms_convlint.settings import TorchSemantics
from ms_convlint.wording import said


def check(dropped: DroppedResult, semantics: TorchSemantics) -> Finding | None:
    """Make the finding of a load whose result is dropped; None where no torch weights are known to be loaded."""
    if dropped.origin is None and semantics is not TorchSemantics.ALWAYS:
        return None
    if dropped.origin is not None:
        weights = said("torch weights (from {origin})", origin=dropped.origin)
    else:
        weights = said("weights")
    if dropped.unmatched:
        lost = said("here {names}, which MindSpore calls otherwise", names=first_of(dropped.unmatched))
    else:
        lost = said("such as a bias where has_bias=True is missing")
    return placed(
        "MSC304",
        said(
            "{weights} are loaded and what has no match is left out in silence, {lost}; look at what "
            "load_param_into_net returns",
            weights=weights,
            lost=lost,
        ),
        dropped.place.start,
        dropped.place.end,
        Fix(Applicability.DISPLAY, said("write instead:\n{code}", code=_lines(dropped))),
    )


def _lines(dropped: DroppedResult) -> str:
    """The check to write instead; the counters of torch's batch norms, which MindSpore has not, are no loss."""
    counters = 'unmatched = [name for name in unmatched if "num_batches_tracked" not in name]\n'
    if not dropped.returns_pair:
        return f'not_loaded = {dropped.call}\nif not_loaded:\n    raise ValueError(f"not loaded: {{not_loaded}}")'
    return (
        f"not_loaded, unmatched = {dropped.call}\n"
        f"{counters if dropped.may_hold_counters else ''}"
        "if not_loaded or unmatched:\n"
        '    raise ValueError(f"not loaded: {not_loaded}, unmatched: {unmatched}")'
    )
