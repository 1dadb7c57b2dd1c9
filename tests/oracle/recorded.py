"""What was measured on the real frameworks, as it is kept: ``measured.json``, a section for each subject."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RECORD = Path(__file__).parent / "measured.json"


def recorded(section: str) -> Any:
    """A section of the record.

    Raises:
        KeyError: nothing of that name was recorded.
    """
    return json.loads(RECORD.read_text("utf-8"))[section]
