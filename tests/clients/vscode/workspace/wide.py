import mindspore.nn as nn

layers = {"héλ𝒳": nn.Conv2d(3, 8, 3, padding=1, has_bias=True)}
