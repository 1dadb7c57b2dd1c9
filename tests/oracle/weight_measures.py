"""All that is measured about weights."""

from __future__ import annotations

from typing import Any

from .frameworks import mindspore
from .weight_axes import measure_axes
from .weight_fixtures import measure_fixtures
from .weight_generated import measure_generated
from .weight_initial import measure_initial
from .weight_routes import measure_routes
from .weight_unmatched import measure_unmatched

SECTION = "weights"


def measure() -> dict[str, Any]:
    """The section of the record: what each weight rule says, what happens, what the mended program computes."""
    mindspore()
    return {
        "routes": measure_routes(),
        "axes": measure_axes(),
        "weight_init": measure_initial(),
        "load_param_into_net": measure_unmatched(),
        "fixtures": measure_fixtures(),
        "programs": measure_generated(),
    }
