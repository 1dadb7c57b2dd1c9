"""The ways into a parameter, and what each does with a weight of the wrong rank, by version (docs/weights.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ms_convlint.wording import said


class Route(Enum):
    """How a weight is handed over."""

    SET_DATA = "set_data"
    SET_DATA_SLICE = "set_data(slice_shape=True)"
    ASSIGN_VALUE = "assign_value"
    SET_ = "set_"
    COPY_ = "copy_"
    DATA = "assigning .data"
    ASSIGN = "ops.assign"
    ITEMS = "assigning its items"
    PARAMETER = "assigning a Parameter"
    TENSOR = "assigning a Tensor"
    LOAD_PARAM_INTO_NET = "load_param_into_net"
    LOAD_CHECKPOINT = "load_checkpoint"
    LOAD_STATE_DICT = "load_state_dict"
    SAVE_CHECKPOINT = "save_checkpoint"


NETWORK_ROUTES = frozenset(
    {Route.LOAD_PARAM_INTO_NET, Route.LOAD_CHECKPOINT, Route.LOAD_STATE_DICT, Route.SAVE_CHECKPOINT}
)
"""Those that take the weights of a whole network."""


@dataclass(frozen=True)
class Outcome:
    """What happens: ``error`` is raised by the load itself, or only when the cell is called."""

    error: str
    at_load: bool
    lacks: str | None = None
    """What the version lacks, so that it raises whatever the weight's rank is."""


def call_error(*, transposed: bool, expanded: bool) -> str:
    """The error of calling a cell whose weight does not fit: measured for rank 3 and for rank 4 at a wrong axis."""
    return "RuntimeError" if transposed or expanded else "ValueError"


_AT_LOAD = Outcome("ValueError", at_load=True)
_AT_CALL = Outcome("ValueError", at_load=False)
_REFUSED = Outcome("RuntimeError", at_load=True)

_SINCE: dict[Route, tuple[tuple[tuple[int, ...], Outcome], ...]] = {
    Route.SET_DATA: (((1, 0), _AT_LOAD), ((2, 5), _AT_CALL)),
    Route.SET_DATA_SLICE: (((1, 0), _AT_CALL),),
    Route.ASSIGN_VALUE: (((1, 0), _AT_CALL),),
    Route.SET_: (((1, 0), Outcome("AttributeError", at_load=True, lacks="Parameter.set_")), ((2, 8), _AT_CALL)),
    Route.COPY_: (((1, 0), Outcome("AttributeError", at_load=True, lacks="Parameter.copy_")), ((2, 5), _REFUSED)),
    Route.DATA: (
        ((1, 0), Outcome("AttributeError", at_load=True, lacks=said("assigning to .data"))),
        ((2, 8), _AT_CALL),
    ),
    Route.ASSIGN: (((1, 0), _AT_LOAD),),
    Route.ITEMS: (((1, 0), _AT_LOAD),),
    Route.PARAMETER: (((1, 0), _AT_CALL),),
    Route.TENSOR: (((1, 0), _AT_LOAD), ((2, 5), _AT_CALL)),
    Route.LOAD_PARAM_INTO_NET: (((1, 0), _REFUSED),),
    Route.LOAD_CHECKPOINT: (((1, 0), _REFUSED),),
    Route.LOAD_STATE_DICT: (
        ((1, 0), Outcome("AttributeError", at_load=True, lacks="Cell.load_state_dict")),
        ((2, 6), _REFUSED),
    ),
    Route.SAVE_CHECKPOINT: (((1, 0), _REFUSED),),
}


def outcome(route: Route, version: tuple[int, ...]) -> Outcome:
    """What a rank-3 weight on this route comes to in a version of MindSpore."""
    return [result for since, result in _SINCE[route] if since <= version][-1]


RETURNS_PAIR = (2, 0)
"""Since then load_param_into_net returns two lists: the network's parameters that were not loaded, and the entries of
the dictionary that nothing took; before it returned the first alone (its documentation of 1.9 and of 2.0)."""
