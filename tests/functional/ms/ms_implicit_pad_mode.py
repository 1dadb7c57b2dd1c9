"""torch pads nothing where nothing is said; MindSpore pads lopsidedly here."""

import mindspore.nn as nn

LOPSIDED = nn.Conv2d(3, 64, 3, stride=2, has_bias=False)  # [ms-implicit-pad-mode]
SYMMETRIC = nn.Conv2d(3, 64, 3, has_bias=False)  # [ms-implicit-pad-mode]
HARMLESS = nn.Conv2d(3, 64, 1, has_bias=False)
