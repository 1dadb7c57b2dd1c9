"""The fixtures of the weight rules on the real frameworks: what is reported raises, everything else loads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from marks import FIXTURES

from .weight_fixture_entries import FOLDERS, Entry, entries

SECONDS = 240
"""How long all functions together may take, on a busy machine."""
NOT_THERE = "of a module that is not there"
_ABOUT_SHAPES = re.compile(r"shape|rank|must be int and must = 3|size mismatch|primitive descriptor|broadcast", re.I)

NOT_RUN: dict[str, tuple[str, ...]] = {
    "is handed a value, a network or sizes by a caller that the file has not": (
        "MSC301/handling_choice: with_axis",
        "MSC301/names_of_numpy: imported_in_another_function",
        "MSC301/steps: to_conv_tensor",
        "MSC301/classes_and_state: MethodsByTheNameOfTheLayer.convert_conv1",
        "MSC301/classes_and_state: MethodsByTheNameOfTheLayer.convert_head",
        "MSC301/own_functions: convert_convolution",
        "MSC301/own_functions: convert_dense",
        "MSC301/own_functions: convert_conv1",
        "MSC301/own_functions: convert_conv2",
        "MSC301/own_functions: convert_head",
        "MSC301/own_functions: a_parameter_of_the_function",
        "MSC301/own_functions: a_parameter_of_the_function_for_the_whole_network",
        "MSC301/own_functions: axes_until_the_rank_is_reached",
        "MSC301/own_functions: a_layer_with_the_rank_of_torch",
        "MSC301/own_functions: a_layer_that_loads_itself",
        "MSC301/own_functions: looked_up_among_the_globals",
        "MSC301/port_compared: test_the_port_computes_the_same",
        "MSC301/port_vocoder: main",
        "MSC301/unknown: one_of_two_layers",
        "MSC301/unknown: network_handed_in",
        "MSC301/unknown_handled: function_handed_in",
        "MSC301/unknown_handled: axis_that_is_not_known",
        "MSC301/unknown_handled: shape_that_is_not_known",
        "MSC301/unknown_handled: handled_on_one_branch",
        "MSC301/unknown_handled: method_of_the_layer",
        "MSC301/unknown_no_layer: load_given",
        "MSC301/layout: conv_layout",
        "MSC302/fits: sizes_that_are_not_known",
        "MSC302/fits: sizes_that_are_handed_in",
        "MSC302/fits: axis_that_is_not_known",
        "MSC302/port_fourier: one_rank_more",
        "MSC303/fits: weight_of_unknown_rank",
    ),
    "reads a file with other contents than its network has": (
        "MSC301/ways_to_collect: by_a_table_of_names",
        "MSC301/ways_to_collect: parameters_side_by_side_in_lists",
        "MSC301/filtered_keys: keys_with_a_prefix_for_the_head",
        "MSC301/open_branches: the_key_begins_with_something_else",
        "MSC301/open_branches: the_name_is_split",
        "MSC301/port_separation: Separator.load_model",
        "MSC301/port_speech: Porter.save",
        "MSC301/replaced_layers: all_assigned_before_a_network_is_loaded",
        "MSC301/replaced_layers: all_assigned_in_a_function",
        "MSC301/replaced_layers: one_of_two_networks_by_a_table",
        "MSC301/replaced_layers: one_of_two_networks_whole",
        "MSC301/torch_weights_of_rank_4: a_linear_layer_unsqueezed_twice_from_a_file",
        "MSC301/torch_weights_of_rank_4: linear_modules_alone",
        "MSC301/torch_weights_of_rank_4: the_name_of_the_class_of_a_cell",
        "MSC301/unknown: weight_of_mindspore",
        "MSC301/unknown: image_weight_for_a_convolution",
        "MSC301/unknown: other_contents_of_a_torch_file",
        "MSC302/fits: axis_moved_to_its_place",
        "MSC302/fits: weight_of_another_rank",
        "MSC302/port_fourier: the_last_axis_by_the_parts_of_the_name",
        "MSC303/fits: matrix_of_a_state_dict",
    ),
    "never ends": ("MSC301/loops_and_handlers: kept_where_a_loop_may_not_run",),
    "refuses a weight that does not fit by itself": (
        "MSC301/open_branches: an_assertion_about_the_rank",
        "MSC301/open_branches: an_assertion_about_the_shapes",
        "MSC301/open_branches: an_error_for_any_other_rank",
        "MSC301/unknown: ndarrays_that_the_call_refuses",
    ),
    "raises, and nothing is said, for what it loads is not known": (
        "MSC301/replaced_layers: the_class_of_the_layer_is_looked_up_by_the_dimensions",
        "MSC301/unknown: weights_of_unknown_origin",
    ),
}
"""The functions of which a run says nothing about the rules, by reason; a bad fixture, its fixed and its good one go by
one name. Those that call modules which are not there are not listed."""


@dataclass(frozen=True)
class Ran:
    """What became of a function."""

    entry: Entry
    fate: str
    arrived: int
    """How many layers hold a weight of torch's afterwards."""

    @property
    def calls_what_is_not_there(self) -> bool:
        """Whether it needs a module that nobody has."""
        return self.fate.endswith(NOT_THERE)

    @property
    def agrees(self) -> bool:
        """Reported is what raises because of a shape, and nothing else raises."""
        if not self.entry.is_reported:
            return self.fate == "loads"
        raises = self.fate.startswith(("ValueError at", "RuntimeError at"))
        return raises and _ABOUT_SHAPES.search(self.fate) is not None

    @property
    def listed_as(self) -> str:
        """The name under which it may be listed."""
        folder, _, file = self.entry.path.rpartition("/")
        subject = file.removesuffix(".py").removesuffix(".fixed").removeprefix("bad").removeprefix("good")
        return f"{folder}/{subject.lstrip('_')}: {self.entry.name}"

    @property
    def kind(self) -> str:
        """Which of the three texts of a fixture it stands in, and which rule's."""
        text = "fixed" if self.entry.path.endswith(".fixed.py") else "bad" if "bad" in self.entry.path else "good"
        return f"{self.entry.path.partition('/')[0]} {text}"


@cache
def fates() -> tuple[Ran, ...]:
    """What becomes of every function, run in a process of its own."""
    wanted = entries()
    done = subprocess.run(
        [sys.executable, "-m", "oracle.weight_fixture_worker", str(FIXTURES)],
        input="".join(f"{entry.key}\n" for entry in wanted),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"GLOG_v": "4"},
        check=False,
    )
    answers = {answer["key"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    missing = {"fate": f"the process ended: {done.stderr[-300:]}", "arrived": 0}
    found = [(entry, answers.get(entry.key, missing)) for entry in wanted]
    return tuple(Ran(entry, answer["fate"], answer["arrived"]) for entry, answer in found)


def listed() -> frozenset[str]:
    """The names of those that are not run."""
    return frozenset(name for names in NOT_RUN.values() for name in names)


def judged() -> list[Ran]:
    """The functions whose run says something about the rules."""
    return [ran for ran in fates() if not ran.calls_what_is_not_there and (ran.agrees or ran.listed_as not in listed())]


def measure_fixtures() -> dict[str, Any]:
    """By rule and text: the functions, those that ran, those that raise as reported, those that load."""
    table: dict[str, Counter[str]] = {
        f"{folder} {text}": Counter({"functions": 0, "ran": 0, "reported and raise": 0, "silent and load": 0})
        for folder in FOLDERS
        for text in ("bad", "fixed", "good")
    }
    for ran in fates():
        table[ran.kind]["functions"] += 1
    for ran in judged():
        table[ran.kind]["ran"] += 1
        if ran.agrees:
            table[ran.kind]["reported and raise" if ran.entry.is_reported else "silent and load"] += 1
    return {kind: dict(counts) for kind, counts in table.items()}
