"""A VS Code that runs, with the extension installed, and nothing of the user's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.clients import installed
from tests.clients.vscode.display_language import offer_chinese
from tests.clients.vscode.extension import run

HERE = Path(__file__).parent
SECONDS = 60
QUIET = {
    "security.workspace.trust.enabled": False,
    "workbench.startupEditor": "none",
    "workbench.activityBar.location": "hidden",
    "workbench.layoutControl.enabled": False,
    "window.commandCenter": False,
    "breadcrumbs.enabled": False,
    "editor.minimap.enabled": False,
    "extensions.ignoreRecommendations": True,
    "telemetry.telemetryLevel": "off",
    "git.enabled": False,
}
"""Settings of the user: nothing that comes in between, and room for the code."""


@dataclass(frozen=True)
class CodeServer:
    """The address of its page, and a folder for what its runs leave."""

    url: str
    scratch: Path

    def run_page(self, script: str, workspace: Path, **asked: Any) -> str:
        """Run a script of the folder ``page`` on a workspace."""
        common = {
            "url": self.url,
            "browser": str(installed.program("chromium")),
            "folder": str(workspace),
            "picture": str(self.scratch / "failed.png"),
        }
        environment = {**os.environ, "NODE_PATH": str(installed.file("node_modules"))}
        node = installed.program("node")
        return run(
            [node, HERE / "page" / script, json.dumps({**common, **asked})], folder=workspace, environment=environment
        )


@contextmanager
def code_server(scratch: Path, extension: Path) -> Iterator[CodeServer]:
    """Start it, and end it."""
    program = installed.file("code-server/node_modules/.bin/code-server")
    for folder in ("home", "data/User"):
        (scratch / folder).mkdir(parents=True)
    (scratch / "data" / "User" / "settings.json").write_text(json.dumps(QUIET))
    offer_chinese(scratch / "data")
    environment = {**os.environ, "HOME": str(scratch / "home")}
    places: list[str | Path] = ["--config", scratch / "config.yaml", "--user-data-dir", scratch / "data"]
    places += ["--extensions-dir", scratch / "extensions"]
    run([program, *places, "--install-extension", extension], folder=scratch, environment=environment)
    log = scratch / "code-server.log"
    options = ["--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program, *places, *options], cwd=scratch, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield CodeServer(_url(process, log), scratch)
    finally:
        process.terminate()
        process.wait(SECONDS)


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        said = re.search(r"listening on (http://[\d.:]+)", log.read_text(encoding="utf-8"))
        if said:
            return said[1]
        time.sleep(0.05)
    raise AssertionError(f"code-server did not start:\n{log.read_text(encoding='utf-8')}")
