"""Renew the picture of the README: ``python -m tests.clients.vscode.take_picture``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.clients import installed
from tests.clients.vscode.code_server import code_server
from tests.clients.vscode.extension import package
from tests.clients.vscode.workspaces import workspace

PICTURE = installed.ROOT / "docs" / "images" / "vscode.png"


def main() -> None:
    """Mend a file by hand, as the test does, and keep the picture."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        with code_server(scratch / "code-server", package(scratch)) as server:
            port = workspace(scratch / "port")
            server.run_page("mend_by_hand.js", port, file=str(port / "stem.py"), shot=str(PICTURE))


if __name__ == "__main__":
    main()
