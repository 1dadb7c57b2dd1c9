"""Small modules whose findings everybody can name, for the tests of hosts."""

from __future__ import annotations

HEAD = "import mindspore as ms\nfrom mindspore import nn\n\n"

RAISES = HEAD + "conv = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)\n"
"""Line 4: MSC102 whatever the settings are."""
RAISES_LINE = 4
RAISES_COLUMN = 7

SILENT = HEAD + "conv = nn.Conv2d(3, 64, 3)\n"
"""MSC101 and MSC201 with torch-semantics=always, else nothing."""

LOPSIDED = HEAD + "conv = nn.Conv2d(3, 64, 3, stride=2, has_bias=False)\n"
"""MSC101 unless torch-semantics=never."""

DTYPE = HEAD + 'conv = nn.Conv2d(3, 64, 3, pad_mode="valid", has_bias=True, dtype=ms.float32)\n'
"""MSC403 before MindSpore 2.4, which knows the keyword."""

WRONG_COMMENT = RAISES + "# ms-convlint: torch-semantics=sometimes\n"
WRONG_COMMENT_LINE = 5
