"""The stem of a ResNet, ported from torch."""

import mindspore.nn as nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3, bias=False)
        self.norm = nn.BatchNorm2d(64)
        self.conv2 = nn.Conv2d(64, 64, kernel_size=3, stride=2)
        self.relu = nn.ReLU()

    def construct(self, x):
        x = self.relu(self.norm(self.conv1(x)))
        return self.relu(self.conv2(x))
