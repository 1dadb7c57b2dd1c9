"""Constants that a file imports from its own project, and nothing from anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine import HEAD, codes
from probing import plain, probed

from ms_convlint.facts.values import UNKNOWN, Value


class Project:
    """A folder with modules in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str = "") -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def known(self, path: str, statement: str, expression: str) -> Value:
        """What the module at ``path`` knows after a statement."""
        text = f"{statement}\nprobe(0, {expression})\n"
        return probed(text, str(self.write(path, text)))[0]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "project")
    made.write("pyproject.toml")
    made.write("pkg/__init__.py", "HERE = 7\n")
    made.write("pkg/config.py", "import os\nK = 3\nPAIR = (K, K + 1)\nTWICE = 1\nTWICE = 2\nOPEN = os.cpu_count()\n")
    made.write("pkg/sub/__init__.py")
    made.write("pkg/sub/sizes.py", "from ..config import K\nDEEP = 11\n")
    made.write("top.py", "K = 5\n")
    return made


@pytest.mark.parametrize(
    ("statement", "expression", "value"),
    [
        ("from .config import K", "K", 3),
        ("from .config import K as J", "J", 3),
        ("from .config import PAIR", "PAIR", (3, 4)),
        ("from .config import PAIR", "PAIR[1]", 4),
        ("from pkg.config import K", "K + 1", 4),
        ("from . import config", "config.K", 3),
        ("from pkg import config as c", "c.K", 3),
        ("import pkg.config", "pkg.config.K", 3),
        ("import pkg.config as c", "c.K", 3),
        ("from . import HERE", "HERE", 7),
        ("from .sub.sizes import DEEP", "DEEP", 11),
        ("from .sub import sizes", "sizes.DEEP", 11),
        ("from top import K", "K", 5),
    ],
)
def test_a_constant_of_another_module_is_read(project: Project, statement: str, expression: str, value: object) -> None:
    assert plain(project.known("pkg/model.py", statement, expression)) == value


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("from .config import TWICE", "TWICE"),
        ("from .config import OPEN", "OPEN"),
        ("from .config import MISSING", "MISSING"),
        ("from .missing import K", "K"),
        ("from . import config", "config"),
        ("from .model import K\nK2 = K", "K2"),
        ("from ...outside import K", "K"),
        ("from ....far.outside import K", "K"),
        ("from outside import K", "K"),
        ("import outside", "outside.K"),
        ("try:\n    from .config import K\nexcept ImportError:\n    from top import K", "K"),
        ("from .loop import K", "K"),
        ("from .broken import K", "K"),
        ("from .nul import K", "K"),
        ("from .folder import K", "K"),
    ],
)
def test_what_cannot_be_told_of_another_module_is_unknown(project: Project, statement: str, expression: str) -> None:
    (project.root.parent / "outside.py").write_text("K = 3\n")
    project.write("pkg/loop.py", "from .model import K\n")
    project.write("pkg/broken.py", "K = 3\ndef (:\n")
    project.write("pkg/nul.py", "K = 3\n\0")
    (project.root / "pkg/folder.py").mkdir()
    assert project.known("pkg/model.py", statement, expression) is UNKNOWN


@pytest.mark.parametrize("framework", ["mindspore", "torch"])
@pytest.mark.parametrize("statement", ["from {} import K", "from {}.nn import K", "import {}.nn\nK = {}.nn.K"])
def test_a_framework_beside_the_file_is_not_read(project: Project, framework: str, statement: str) -> None:
    project.write(f"{framework}/__init__.py", "K = 3\n")
    project.write(f"{framework}/nn.py", "K = 3\n")
    assert project.known("model.py", statement.format(framework, framework), "K") is UNKNOWN


def test_a_module_is_never_executed(project: Project) -> None:
    project.write("pkg/harm.py", "import pathlib\npathlib.Path(__file__ + '.ran').touch()\nK = 3\n")
    assert plain(project.known("pkg/model.py", "from .harm import K", "K")) == 3
    assert not (project.root / "pkg/harm.py.ran").exists()


def test_a_file_that_is_not_there_reads_nothing_beside_it() -> None:
    assert probed("from .config import K\nprobe(0, K)\n", "<stdin>")[0] is UNKNOWN


def test_a_padding_from_another_module_is_judged_as_if_it_stood_here(project: Project) -> None:
    text = f"{HEAD}from .config import K, OPEN\nnn.Conv2d(3, 4, 3, padding=K)\nnn.Conv2d(3, 4, 3, padding=OPEN)\n"
    assert codes(text, path=project.root / "pkg/model.py") == ["MSC102", "MSC201", "MSC108"]
