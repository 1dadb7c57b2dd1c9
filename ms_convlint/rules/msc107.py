"""# ms-pad-on-channel-axis (MSC107)

## What it does
Reports `nn.Pad`, `ops.pad` and their like that pad the channel axis of what feeds a convolution.

## Why is this bad
torch's `padding_mode` pads the axes that the convolution moves along, never the channels. MindSpore's official
page on the differences pads the channel axis too, and raises `in_channels` by 2 to make it fit: such a layer
has other weights than torch's, and other numbers.

## Example
```python
self.pad = nn.Pad(paddings=((0, 0), (1, 1), (1, 1), (1, 1)), mode="REFLECT")
self.conv = nn.Conv2d(122, 240, 4, pad_mode="valid")
```

## Use instead
```python
self.pad = nn.Pad(paddings=((0, 0), (0, 0), (1, 1), (1, 1)), mode="REFLECT")
self.conv = nn.Conv2d(120, 240, 4, pad_mode="valid")
```

## Fix safety
Unsafe: the shape of the weight changes. The channel's numbers and the literal `in_channels` of the convolutions
are changed in one fix; where one of them is no literal the fix is shown and not written.
"""

from __future__ import annotations

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.pads import ChannelPadding
from ms_convlint.facts.values import integer
from ms_convlint.finding import Applicability, Edit, Finding, Fix
from ms_convlint.rules.placed import placed
from ms_convlint.wording import said


def check(padding: ChannelPadding) -> Finding:
    """Make the finding of a pad on the channel axis."""
    added = padding.before + padding.after
    return placed(
        "MSC107",
        said(
            "pads the channel axis by ({before}, {after}) before a convolution, which torch never does; "
            "in_channels then counts {added} too many",
            before=padding.before,
            after=padding.after,
            added=added,
        ),
        padding.start,
        padding.end,
        _fix(padding, added),
    )


def _fix(padding: ChannelPadding, added: int) -> Fix:
    if padding.without:
        message = said(
            "write {numbers} for the channel axis and lower in_channels by {added}",
            numbers=padding.without,
            added=added,
        )
    else:
        message = said("leave out the numbers of the channel axis and lower in_channels by {added}", added=added)
    edits = [_lowered(convolution, added) for convolution in padding.convolutions]
    if (
        padding.channel is None
        or padding.feeds_others
        or None in edits
        or any(conv.is_formatted or conv.opaque for conv in padding.convolutions)
    ):
        return Fix(Applicability.DISPLAY, message)
    start, end = padding.channel
    found = [Edit(start, end, padding.without), *(edit for edit in edits if edit is not None)]
    return Fix(Applicability.UNSAFE, message, tuple(sorted(set(found))))


def _lowered(convolution: Convolution, added: int) -> Edit | None:
    """The edit of a literal in_channels; None where it is none, or too small."""
    argument = convolution.argument("in_channels")
    if argument is None or argument.inherited or not argument.text.isdecimal():
        return None
    channels = integer(argument.value)
    if channels is None or channels <= added:
        return None
    return Edit(argument.value_start, argument.end, str(channels - added))
