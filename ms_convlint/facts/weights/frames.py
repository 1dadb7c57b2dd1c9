"""One function, or the module, while it is being read."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from ms_convlint.facts.scopes import Scope
from ms_convlint.facts.weights.things import Thing


@dataclass
class Frame:
    """The names of what is being read; ``around`` are those of the function that it stands in."""

    scope: Scope
    names: dict[str, Thing]
    instance: Thing = None
    around: dict[str, Thing] | None = None
    given: dict[str, tuple[ast.expr, Frame]] = field(default_factory=dict)
    """The expressions that the parameters were given, each with the frame in which it stands."""
    returned: list[Thing] = field(default_factory=list)
    yielded: list[Thing] = field(default_factory=list)
