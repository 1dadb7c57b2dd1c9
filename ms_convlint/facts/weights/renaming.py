"""Which of torch's parameters a converter leaves without a match, asked by their names one by one.

What torch and MindSpore call the parameters of the same layer was read off both (docs/weights.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ms_convlint.facts.weights.arrivals import Loading

if TYPE_CHECKING:
    from ms_convlint.facts.weights.following import Following

_BATCH_NORM = {
    "weight": "gamma",
    "bias": "beta",
    "running_mean": "moving_mean",
    "running_var": "moving_variance",
}
_OTHER_NORM = {"weight": "gamma", "bias": "beta"}
_RENAMED = {
    "BatchNorm1d": _BATCH_NORM,
    "BatchNorm2d": _BATCH_NORM,
    "LayerNorm": _OTHER_NORM,
    "GroupNorm": _OTHER_NORM,
    "Embedding": {"weight": "embedding_table"},
    "PReLU": {"weight": "a"},
}
"""By the layer: torch's name of a parameter and MindSpore's."""

_PROBE = "bn1"


def unmatched(following: Following, loading: Loading) -> tuple[str, ...]:
    """The names of torch's that nothing in the network answers to after the file's renaming."""
    if loading.origin is None:
        return ()
    if loading.network is not None:
        return _in_network(following, loading)
    if not following.run(None).renames:
        return ()
    asked = {f"{_PROBE}.{name}": f"{_PROBE}.{_BATCH_NORM[name]}" for name in ("running_mean", "running_var")}
    return tuple(name.rpartition(".")[2] for name in asked if _is_lost(following, loading, name, asked[name]))


def _in_network(following: Following, loading: Loading) -> tuple[str, ...]:
    assert loading.network is not None
    found: list[str] = []
    asked: set[str] = set()  # one layer of a kind tells of the others
    for path, cell in loading.network.all_cells():
        kind = cell.name.rpartition(".")[2]
        renamed = _RENAMED.get(kind) if cell.name.startswith("mindspore.nn.") else None
        if renamed is None or kind in asked:
            continue
        asked.add(kind)
        for torch_name, name in renamed.items():
            if _is_lost(following, loading, f"{path}.{torch_name}", f"{path}.{name}"):
                found.append(f"{path}.{torch_name}")
    return tuple(found)


def _is_lost(following: Following, loading: Loading, asked: str, expected: str) -> bool:
    """Whether a parameter of torch's is surely loaded under another name than the network's."""
    again = [other for other in following.run(asked).loadings if other.node is loading.node]
    keys = {key for other in again for key in other.keys}
    return bool(keys) and None not in keys and expected not in keys
