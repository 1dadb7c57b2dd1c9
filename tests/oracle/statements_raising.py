"""What raises, and what stands beside it and does not."""

from __future__ import annotations

from .statements_table import statements

_TABLE = statements(
    "semantics.md: What raises",
    [
        (
            'a nonzero `padding` without `pad_mode="pad"`',
            [
                ("nn.Conv1d(3, 4, 3, padding=1)", "ValueError"),
                ("nn.Conv2d(3, 4, 3, padding=1)", "ValueError"),
                ("nn.Conv3d(3, 4, 3, padding=1)", "ValueError"),
                ("nn.Conv1dTranspose(3, 4, 3, padding=1)", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, padding=1)", "ValueError"),
                ("nn.Conv3dTranspose(3, 4, 3, padding=1)", "ValueError"),
                ("nn.Conv2d(3, 4, 3, pad_mode='valid', padding=1)", "ValueError"),
                ("nn.Conv2d(3, 4, 3, pad_mode='same', padding=(1, 1, 1, 1))", "ValueError"),
            ],
        ),
        (
            '`padding=(1, 1)` in 2d, `(1, 1, 1)` in 3d, even with `"pad"`',
            [
                ("nn.Conv2d(3, 4, 3, padding=(1, 1))", "ValueError"),
                ("nn.Conv2d(3, 4, 3, pad_mode='pad', padding=(1, 1))", "ValueError"),
                ("nn.Conv2d(3, 4, 3, padding=(0, 0))", "ValueError"),
                ("nn.Conv3d(3, 4, 3, pad_mode='pad', padding=(1, 1, 1))", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, pad_mode='pad', padding=(1, 1))", "ValueError"),
                ("nn.Conv3dTranspose(3, 4, 3, pad_mode='pad', padding=(1, 1, 1))", "ValueError"),
            ],
        ),
        (
            '`padding=[1, 1, 1, 1]`, `padding="same"`',
            [
                ("nn.Conv2d(3, 4, 3, pad_mode='pad', padding=[1, 1, 1, 1])", "TypeError"),
                ("nn.Conv3d(3, 4, 3, pad_mode='pad', padding=[1, 1, 1, 1, 1, 1])", "TypeError"),
                ("nn.Conv1d(3, 4, 3, padding='same')", "TypeError"),
                ("nn.Conv2d(3, 4, 3, padding='same')", "TypeError"),
                ("nn.Conv3d(3, 4, 3, padding='same')", "TypeError"),
                ("nn.Conv2d(3, 4, 3, padding='valid')", "TypeError"),
            ],
        ),
        (
            "Conv1d with `padding=(1,)`, `kernel_size=(3,)`, `stride=(1,)`",
            [
                ("nn.Conv1d(3, 4, 3, pad_mode='pad', padding=(1,))", "TypeError"),
                ("nn.Conv1d(3, 4, kernel_size=(3,))", "TypeError"),
                ("nn.Conv1d(3, 4, 3, stride=(1,))", "TypeError"),
                ("nn.Conv1d(3, 4, 3, dilation=(1,))", "TypeError"),
                ("nn.Conv1dTranspose(3, 4, 3, pad_mode='pad', padding=(1,))", "TypeError"),
                ("nn.Conv1dTranspose(3, 4, kernel_size=(3,))", "TypeError"),
            ],
        ),
        (
            '`pad_mode="zeros"`, `"reflect"`',
            [
                ("nn.Conv1d(3, 4, 3, pad_mode='zeros')", "ValueError"),
                ("nn.Conv2d(3, 4, 3, pad_mode='zeros')", "ValueError"),
                ("nn.Conv2d(3, 4, 3, pad_mode='reflect')", "ValueError"),
                ("nn.Conv3d(3, 4, 3, pad_mode='zeros')", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, pad_mode='zeros')", "ValueError"),
            ],
        ),
        (
            '`pad_mode="SAME"`',
            [
                ("nn.Conv1d(3, 4, 3, pad_mode='SAME')", "ValueError"),
                ("nn.Conv2d(3, 4, 3, pad_mode='SAME')", "ValueError"),
                ("nn.Conv2d(3, 4, 3, pad_mode='Pad', padding=1)", "ValueError"),
                ("nn.Conv1dTranspose(3, 4, 3, pad_mode='SAME')", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, pad_mode='SAME')", "ValueError"),
                ("nn.Conv3d(3, 4, 3, pad_mode='SAME')", "made"),
                ("nn.Conv3d(3, 4, 3, pad_mode='Pad', padding=1)", "made"),
                ("nn.Conv3dTranspose(3, 4, 3, pad_mode='VALID')", "made"),
            ],
        ),
        (
            "`bias=`, `groups=`, `padding_mode=`, `device=`",
            [
                ("nn.Conv2d(3, 4, 3, bias=False)", "TypeError"),
                ("nn.Conv2d(4, 4, 3, groups=2)", "TypeError"),
                ("nn.Conv2d(3, 4, 3, padding_mode='zeros')", "TypeError"),
                ("nn.Conv2d(3, 4, 3, device='cpu')", "TypeError"),
                ("nn.Conv1d(3, 4, 3, bias=False)", "TypeError"),
                ("nn.Conv3d(3, 4, 3, bias=False)", "TypeError"),
                ("nn.Conv2dTranspose(3, 4, 3, bias=False)", "TypeError"),
            ],
        ),
        (
            "`dtype=`",
            [
                ("nn.Conv2d(3, 4, 3, dtype=mindspore.float32)", "made"),
                ("nn.Conv1dTranspose(3, 4, 3, dtype=mindspore.float32)", "made"),
            ],
        ),
        (
            "`dtype=None`, torch's default",
            [
                ("nn.Conv1d(3, 4, 3, dtype=None)", "ValueError"),
                ("nn.Conv2d(3, 4, 3, dtype=None)", "ValueError"),
                ("nn.Conv3d(3, 4, 3, dtype=None)", "ValueError"),
                ("nn.Conv1dTranspose(3, 4, 3, dtype=None)", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, dtype=None)", "ValueError"),
                ("nn.Conv3dTranspose(3, 4, 3, dtype=None)", "ValueError"),
            ],
        ),
        (
            "`Conv2d(3, 4, 3, 1, 1)`",
            [
                ("nn.Conv2d(3, 4, 3, 1, 1)", "TypeError"),
                ("nn.Conv3d(3, 4, 3, 1, 1)", "TypeError"),
                ("nn.Conv3dTranspose(3, 4, 3, 1, 1)", "TypeError"),
            ],
        ),
        (
            "`Conv1d(3, 4, 3, 1, 1)`, Conv1dTranspose, Conv2dTranspose",
            [
                ("nn.Conv1d(3, 4, 3, 1, 1)", "ValueError"),
                ("nn.Conv1dTranspose(3, 4, 3, 1, 1)", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, 1, 1)", "ValueError"),
            ],
        ),
        (
            "`Conv3d(3, 4, 3, 1, 1, 1, 1, False)`: False for `group`",
            [
                ("nn.Conv3d(3, 4, 3, 1, 1, 1, 1, False)", "ZeroDivisionError"),
                ("nn.Conv3dTranspose(3, 4, 3, 1, 1, 0, 1, False)", "ZeroDivisionError"),
                ("nn.Conv2d(3, 4, 3, 1, 1, 1, 1, False)", "TypeError"),
            ],
        ),
        (
            "`has_bias=None`, `has_bias=1`",
            [
                ("nn.Conv2d(3, 4, 3, has_bias=None)", "TypeError"),
                ("nn.Conv2d(3, 4, 3, has_bias=1)", "TypeError"),
                ("nn.Conv1d(3, 4, 3, has_bias=0)", "TypeError"),
                ("nn.Conv2dTranspose(3, 4, 3, has_bias=1)", "TypeError"),
            ],
        ),
        (
            '`output_padding` of Conv2dTranspose without `"pad"`',
            [
                ("nn.Conv2dTranspose(3, 4, 3, 2, output_padding=1)", "made"),
                ("nn.Conv2dTranspose(3, 4, 3, 2, output_padding=1)(x)", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, 2, pad_mode='valid', output_padding=1)(x)", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, 2, padding=1, output_padding=1)", "ValueError"),
                ("nn.Conv3dTranspose(3, 4, 3, 2, output_padding=1)", "ValueError"),
            ],
        ),
        (
            "Conv3dTranspose with a dilation other than 1 on its depth axis",
            [
                ("nn.Conv3dTranspose(3, 4, 3, dilation=2)", "ValueError"),
                ("nn.Conv3dTranspose(3, 4, 3, dilation=(2, 1, 1))", "ValueError"),
                ("nn.Conv3dTranspose(3, 4, 3, dilation=(1, 2, 2))", "made"),
            ],
        ),
        (
            "`output_padding` of a transposed layer as a list, or a one-tuple",
            [
                ("nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=[1, 1])", "TypeError"),
                ("nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=(1,))", "ValueError"),
                ("nn.Conv3dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=[1, 1, 1])", "TypeError"),
                ("nn.Conv3dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=(1,))", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=(1, 1))", "made"),
            ],
        ),
        (
            '`ops.pad(x, (1, 1, 1, 1, 0, 0), mode="reflect")` of an image: numbers for a third axis',
            [
                ("ops.pad(x, (1, 1, 1, 1, 0, 0), mode='reflect')", "ValueError"),
                ("ops.pad(x, (1, 1, 1, 1), mode='reflect').shape", "(1, 3, 10, 10)"),
            ],
        ),
        (
            "`ops.conv2d(x, w, padding=1)`",
            [
                ("ops.conv2d(x, w, padding=1)", "ValueError"),
                ("ops.conv2d(x, w, padding=(1, 1))", "ValueError"),
                ("ops.conv2d(x, w, pad_mode='pad', padding=(1, 1, 1, 1))", "ValueError"),
                ("ops.conv2d(x, w, pad_mode='pad', padding=1).shape", "(1, 4, 8, 8)"),
                ("ops.conv2d(x, w, pad_mode='pad', padding=(1, 1)).shape", "(1, 4, 8, 8)"),
                ("ops.conv2d(x, w, pad_mode='pad', padding=[1, 1]).shape", "(1, 4, 8, 8)"),
                ("ops.conv2d(x, w, groups=1).shape", "(1, 4, 6, 6)"),
            ],
        ),
        (
            "`ops.conv2d(x, w, b, 1, 1)`",
            [("ops.conv2d(x, w, b, 1, 1)", "TypeError"), ("ops.conv2d(x, w, group=1)", "TypeError")],
        ),
    ],
)

_BESIDES = statements(
    "measured besides: what raises",
    [
        (
            "torch's order where a class checks pad_mode's value before its type",
            [
                ("nn.Conv1d(3, 4, 3, 1, 1)", "ValueError"),
                ("nn.Conv1dTranspose(3, 4, 3, 1, 1)", "ValueError"),
                ("nn.Conv2dTranspose(3, 4, 3, 1, 1)", "ValueError"),
            ],
        ),
        (
            "a padding of 0 in MindSpore's form needs no pad_mode",
            [
                ("nn.Conv2d(3, 4, 3, padding=(0, 0, 0, 0))", "made"),
                ("nn.Conv3d(3, 4, 3, pad_mode='valid', padding=(0, 0, 0, 0, 0, 0))", "made"),
            ],
        ),
        (
            "other forms of numbers",
            [
                ("nn.Conv2d(3, 4, [3, 3])", "TypeError"),
                ("nn.Conv2d(3, 4, (3,))", "TypeError"),
                ("nn.Conv2d(3, 4, 3, stride=[1, 1])", "TypeError"),
                ("nn.Conv2d(3, 4, 3, dilation=[1, 1])", "TypeError"),
                ("nn.Conv3d(3, 4, [3, 3, 3])", "TypeError"),
                ("nn.Conv2d(3, 4, 3, pad_mode='pad', padding=-1)", "ValueError"),
                ("nn.Conv2d(3, 4, 3, pad_mode='pad', padding=1.0)", "TypeError"),
                ("nn.Conv2d(3, 4, 3, padding=None)", "TypeError"),
            ],
        ),
        (
            "names that no constructor has",
            [
                ("nn.Conv2d(3, 4, 3, pad_model='pad')", "TypeError"),
                ("nn.Conv2d(in_channel=3, out_channels=4, kernel_size=3)", "TypeError"),
                ("nn.Conv1dTranspose(3, 4, 3, 2, pad_mode='pad', padding=1, output_padding=1)", "TypeError"),
                ("nn.Conv2d(3, 4, 3, output_padding=1)", "TypeError"),
                ("nn.Conv1d(3, 4, 3, data_format='NCHW')", "TypeError"),
            ],
        ),
        ("pad_mode=None", [("nn.Conv2d(3, 4, 3, pad_mode=None)", "TypeError")]),
        (
            "padding without pad_mode elsewhere",
            [
                ("ops.Conv2D(4, 3, pad=1)", "ValueError"),
                ("nn.MaxPool2d(3, padding=1)", "ValueError"),
                ("nn.AvgPool2d(3, padding=1)", "ValueError"),
            ],
        ),
        (
            "weight_init of Conv1d takes torch's rank",
            [
                (
                    "nn.Conv1d(3, 4, 3, weight_init=Tensor(numpy.ones((4, 3, 3), 'float32'))).weight.shape",
                    "(4, 3, 1, 3)",
                ),
                ("nn.Conv1d(3, 4, 3, weight_init=Tensor(numpy.ones((4, 3, 1, 3), 'float32')))", "ValueError"),
                ("nn.Conv1dTranspose(3, 4, 3, weight_init=Tensor(numpy.ones((3, 4, 1, 3), 'float32')))", "ValueError"),
            ],
        ),
        (
            "MindSpore's mint has torch's signature, and no kernel for the processor",
            [
                ("mindspore.mint.nn.Conv2d(3, 4, 3, padding=1, bias=False)", "made"),
                ("mindspore.mint.nn.Conv2d(3, 4, 3, padding=1, bias=False)(x)", "RuntimeError"),
            ],
        ),
    ],
)

RAISING = (*_TABLE, *_BESIDES)
