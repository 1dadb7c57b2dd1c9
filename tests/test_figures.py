"""The figures that the texts quote are the recorded ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
ABLATION: dict[str, dict[str, Any]] = json.loads((ROOT / "tests/corpus/ablation.json").read_text())
MEASURED: dict[str, Any] = json.loads((ROOT / "tests/oracle/measured.json").read_text())
COUNTS: dict[str, dict[str, Any]] = json.loads((ROOT / "tests/corpus/counts.json").read_text())


def rows(path: str, mark: str) -> list[list[str]]:
    """The cells of the tables below a mark, up to the next heading."""
    text = (ROOT / path).read_text(encoding="utf-8").partition(f"<!-- figures: {mark} -->")[2]
    assert text, f"{path} has no figures of {mark}"
    lines = re.split(r"\n#|\n<!-- figures", text)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]


def numbers(cell: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", cell)]


def restored(name: str) -> int:
    return sum(count for how, count in ABLATION[name].items() if how.startswith("restored"))


RESPELT = (
    "pad_mode='pad' dropped beside a nonzero literal padding",
    "pad_mode='pad' dropped beside a padding that is an expression",
    "has_bias= respelled bias=",
    "group= respelled groups=",
)
DROPPED = (
    ("has_bias=True dropped", "MSC201"),
    ("has_bias=False dropped", "MSC201"),
    ("pad_mode='valid', or 'pad' without padding, dropped, kernel not 1", "MSC101"),
    ("pad_mode='same' dropped, kernel not 1", "MSC101"),
)


def test_the_page_on_evidence_quotes_the_ablation() -> None:
    table = rows("docs/evidence.md", "tests/corpus/ablation.json")
    quoted = [[numbers(cell)[0] for cell in row[1:4:2]] for row in table[2:6]]
    assert quoted == [[ABLATION[name]["calls"], restored(name)] for name in RESPELT]
    taken_out = [numbers(row[1]) + numbers(row[2])[:1] for row in table[8:12]]
    assert taken_out == [[ABLATION[name]["calls"], ABLATION[name][code]] for name, code in DROPPED]


def test_the_readme_quotes_the_ablation() -> None:
    table = rows("README.md", "tests/corpus/ablation.json")
    pad_mode, has_bias, group = [[numbers(cell)[0] for cell in row[1:3]] for row in table[2:5]]
    first, second = RESPELT[:2]
    assert pad_mode == [ABLATION[first]["calls"] + ABLATION[second]["calls"], restored(first) + restored(second)]
    assert has_bias == [ABLATION[RESPELT[2]]["calls"], restored(RESPELT[2])]
    assert group == [ABLATION[RESPELT[3]]["calls"], restored(RESPELT[3])]
    shares = [numbers(row[2])[0] for row in table[7:11]]
    assert shares == [round(100 * ABLATION[name]["rate"]) for name, _ in DROPPED]


@pytest.mark.parametrize("semantics", ["auto", "always"])
def test_the_page_on_evidence_quotes_the_counts(semantics: str) -> None:
    table = rows("docs/evidence.md", "tests/corpus/counts.json")
    (row,) = [row for row in table if row[0] == f"`{semantics}`"]
    totals: dict[str, int] = {}
    for package in COUNTS.values():
        for code, count in package[semantics].items():
            totals[code] = totals.get(code, 0) + count
    assert dict(zip(table[0][1:], map(int, row[1:]), strict=True)) == {
        code: totals.get(code, 0) for code in table[0][1:]
    }
    assert set(totals) <= set(table[0][1:])


@pytest.mark.parametrize("semantics", ["auto", "always"])
def test_the_page_on_real_code_quotes_the_counts_of_weights(semantics: str) -> None:
    table = rows("docs/real_code.md", "weights in tests/corpus/counts.json")
    (row,) = [row for row in table if row[0] == f"`{semantics}`"]
    counted = [sum(package[semantics].get(code, 0) for package in COUNTS.values()) for code in table[0][1:]]
    assert list(map(int, row[1:])) == counted


def test_the_page_on_real_code_tells_of_every_project_with_weights() -> None:
    projects = ROOT / "fixtures/weights"
    table = rows("docs/real_code.md", "projects in fixtures/weights")
    told = {row[0].strip("`"): row[3] for row in table[2:]}
    assert set(told) <= {path.name for path in projects.iterdir()}
    missed = {path.parent.name for path in projects.rglob("known_miss_*.py")}
    assert missed == {name for name, found in told.items() if found.startswith("no")}
    text = (ROOT / "docs/real_code.md").read_text(encoding="utf-8")
    spelled = {10: "Ten projects", 13: "another thirteen"}
    others = len([path for path in projects.iterdir() if path.is_dir()]) - len(told)
    assert spelled[len(told)] in text
    assert spelled[others] in text


def test_the_page_on_semantics_quotes_the_sweep() -> None:
    table = rows("docs/semantics.md", "tests/oracle/measured.json")
    quoted = [int(row[1].replace(",", "")) for row in table[2:]]
    counted = MEASURED["sweep"]["categories"]
    kinds = ("equal after safe fixes", "equal after --unsafe-fixes", "nothing said, equal as it stands", "no fix:")
    sums = [sum(count for name, count in counted.items() if name.startswith(kind)) for kind in kinds]
    assert quoted == [MEASURED["sweep"]["calls"], *sums, sum(counted.values()) - sum(sums)]


def test_the_page_on_semantics_quotes_the_sweep_of_mindspores_own_spelling() -> None:
    measured = MEASURED["own_calls"]
    text = (ROOT / "docs/semantics.md").read_text(encoding="utf-8")
    assert f"{measured['calls']:,} calls in its own spelling" in text
    for said in measured["said with certainty"].values():
        unsaid = sum(count for what, count in said.items() if what.startswith("nothing, raises"))
        assert f"but for {unsaid} that raise by their numbers" in " ".join(text.split())


def test_the_readme_quotes_what_was_measured_of_the_ports() -> None:
    table = rows("README.md", "tests/oracle/measured.json")
    networks = {"generator": ("gan", "Generator"), "discriminator": ("gan", "Discriminator")}
    assert len(table[2:]) == 4
    for name, stands, safe, fixed in table[2:]:
        port, network = networks.get(name.partition(", ")[2], (name.strip("`"), None))
        measured = {
            stage: next(iter(of.values())) if network is None else of[network]
            for stage, of in MEASURED["ports"][port].items()
            if stage in ("as it stands", "safe fixes alone", "all fixes")
        }
        assert stands == f"raises {measured['as it stands'].partition(' ')[0]}"
        assert set(re.findall(r"0\.\d+", safe)) == differences(measured["safe fixes alone"])
        assert ("another shape" in safe) == any("shape" in of for of in sizes(measured["safe fixes alone"]))
        assert fixed == "equal to torch's"
        assert all(of == {"equal": True} for of in sizes(measured["all fixes"]))


def test_the_page_on_semantics_quotes_what_a_bias_before_a_norm_makes() -> None:
    (row,) = [row for row in MEASURED["statements"]["semantics.md: What is silent"].items() if "BatchNorm" in row[0]]
    (difference,) = [each["difference"] for each in row[1].values() if "difference" in each]
    text = (ROOT / "docs/semantics.md").read_text(encoding="utf-8")
    assert f"{difference} in a layer of 8 channels" in text


def test_the_readme_quotes_what_came_of_the_torch_calls_that_editors_show() -> None:
    measured = MEASURED["torch_equivalents"]
    outcomes = measured["outcomes"]
    equal = outcomes["equal"] + outcomes["raises, and is equal after the fix"]
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert f"of {measured['calls']} calls that were made up, {equal} have one and run" in readme
    assert not [outcome for outcome in outcomes if "differ" in outcome]


def sizes(outcomes: dict[str, Any]) -> list[dict[str, Any]]:
    """The outcomes on even and on odd sizes."""
    return [outcomes[parity] for parity in ("even", "odd") if parity in outcomes]


def differences(outcomes: dict[str, Any]) -> set[str]:
    return {str(of["difference"]) for of in sizes(outcomes) if "difference" in of}
