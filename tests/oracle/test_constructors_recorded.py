"""The linter as it is now against what was measured: a fix that was not run on the frameworks fails."""

from __future__ import annotations

import json
from typing import Any

from . import originals
from .channel_pads import said
from .constructors import every_row
from .quotes import QUOTES, quotes
from .recorded import RECORD, recorded


def told(row: dict[str, Any]) -> tuple[Any, ...]:
    """What the linter says of a call."""
    return tuple(row[name] for name in ("fixture", "call", "codes", "fix", "after", "alternatives"))


def test_what_the_linter_says_of_every_fixture_was_measured() -> None:
    now = [told(row.recorded()) for row in every_row()]
    assert now == [told(row) for row in recorded("constructors")], "measure it: see docs/architecture.md, Adding a rule"


def test_the_record_holds_what_must_hold() -> None:
    for row in recorded("constructors"):
        assert any(run[parity] != "equal" for run in row["runs"] for parity in ("even", "odd")), row["call"]
        if row["fix"] in ("safe", "unsafe"):
            assert all(run["fixed"] == "equal" for run in row["runs"]), row["call"]
        for run in row["runs"]:
            assert list(run.get("alternatives", {})) == row["alternatives"], row["call"]
            assert set(run.get("alternatives", {}).values()) <= {"as it says"}, row["call"]


def test_what_the_linter_says_of_every_pad_layer_was_measured() -> None:
    assert said() == recorded("channel_pads")["said"]


def test_the_originals_are_those_that_were_measured() -> None:
    assert originals.measure() == recorded("originals"), "measure it: see docs/architecture.md, Adding a rule"


def test_the_pages_quote_the_record() -> None:
    assert json.loads(QUOTES.read_text("utf-8")) == quotes(json.loads(RECORD.read_text("utf-8")))
