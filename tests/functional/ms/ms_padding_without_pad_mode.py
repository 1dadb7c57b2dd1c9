"""Nonzero padding raises unless pad_mode says "pad"."""

from mindspore import nn


class Network(nn.Cell):
    """Positions, scopes and comments."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)  # [ms-padding-without-pad-mode]
        self.größe, self.conv2 = 3, nn.Conv2d(3, 64, 3, padding=1, has_bias=True)  # [ms-padding-without-pad-mode]
        self.conv3 = nn.Conv2d(  # [ms-padding-without-pad-mode]
            3,
            64,
            3,
            padding=1,
            has_bias=True,
        )
        self.conv4 = nn.Conv2d(3, 64, 3, pad_mode="pad", padding=1, has_bias=True)

    def add(self):
        """The comment holds from here to the end of the method."""
        # pylint: disable=ms-padding-without-pad-mode
        self.conv5 = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)

    def add_more(self):
        """One line, and the next."""
        self.conv6 = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)  # pylint: disable=E6912
        # pylint: disable-next=ms-padding-without-pad-mode
        self.conv7 = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)
        self.conv8 = nn.Conv2d(3, 64, 3, padding=1, has_bias=True)  # [ms-padding-without-pad-mode]
