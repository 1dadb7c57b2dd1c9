"""The translation: torch's call and MindSpore's that gives the same numbers."""

from __future__ import annotations

from .statements_table import Statement, statements


def _beside(dimensions: int, torch_arguments: str, arguments: str, pad: str = "") -> str:
    port = f"nn.Conv{dimensions}d(4, 4, {arguments}, has_bias=True)"
    port = f"After({pad}, {port})" if pad else port
    return f"beside(torch.nn.Conv{dimensions}d(4, 4, {torch_arguments}), {port})"


def _padded(dimensions: int, torch_arguments: str, pad: str) -> tuple[str, str]:
    """torch pads in another way than with zeros: a layer before does it."""
    return _beside(dimensions, f"3, {torch_arguments}", "3, pad_mode='valid'", pad), "equal"


def _pad_layer(mode: str, ours: str, theirs: str, says: str) -> tuple[str, str]:
    return f"arrays({ours}(x), F.pad(torch_x, {theirs}, '{mode}'))", says


def _transposed(dimensions: int, torch_arguments: str, arguments: str) -> str:
    return (
        f"beside(torch.nn.ConvTranspose{dimensions}d(3, 4, {torch_arguments}), "
        f"nn.Conv{dimensions}dTranspose(3, 4, {arguments}, has_bias=True))"
    )


def _circular(*pads: int) -> str:
    return f"lambda values: ops.pad(values, {pads}, mode='circular')"


TRANSLATION: tuple[Statement, ...] = (
    *statements(
        "semantics.md: The translation",
        [
            (
                '`padding=0`, `"valid"`',
                [
                    (_beside(1, "3", "3, pad_mode='valid'"), "equal"),
                    (_beside(2, "3, 2, 'valid'", "3, 2, pad_mode='valid'"), "equal"),
                    (_beside(3, "3", "3, pad_mode='valid'"), "equal"),
                    (_beside(2, "3, 2", "3, 2, pad_mode='pad', padding=0"), "equal"),
                ],
            ),
            (
                "`padding=p`",
                [
                    (_beside(1, "3, 2, 1", "3, 2, pad_mode='pad', padding=1"), "equal"),
                    (_beside(2, "3, 2, 1", "3, 2, pad_mode='pad', padding=1"), "equal"),
                    (_beside(3, "3, 2, 1", "3, 2, pad_mode='pad', padding=1"), "equal"),
                ],
            ),
            (
                "`padding=(ph, pw)`",
                [(_beside(2, "3, padding=(1, 2)", "3, pad_mode='pad', padding=(1, 1, 2, 2)"), "equal")],
            ),
            (
                "`padding=(pd, ph, pw)`",
                [(_beside(3, "3, padding=(0, 1, 2)", "3, pad_mode='pad', padding=(0, 0, 1, 1, 2, 2)"), "equal")],
            ),
            (
                '`padding="same"`',
                [
                    (_beside(1, "4, padding='same'", "4, pad_mode='same'"), "equal"),
                    (_beside(2, "(2, 3), padding='same'", "(2, 3), pad_mode='same'"), "equal"),
                    (_beside(3, "2, padding='same'", "2, pad_mode='same'"), "equal"),
                ],
            ),
            ("Conv1d's `(k,)`", [(_beside(1, "(3,), (2,), (1,)", "3, 2, pad_mode='pad', padding=1"), "equal")]),
            (
                "`groups`, `bias`",
                [(_beside(2, "3, groups=2, bias=True", "3, pad_mode='valid', group=2"), "equal")],
            ),
            (
                '`padding_mode="reflect"`, `"replicate"`',
                [
                    _padded(1, "padding=1, padding_mode='reflect'", "nn.ReflectionPad1d(1)"),
                    _padded(2, "padding=(1, 2), padding_mode='reflect'", "nn.ReflectionPad2d((2, 2, 1, 1))"),
                    _padded(3, "padding=1, padding_mode='reflect'", "nn.ReflectionPad3d(1)"),
                    _padded(1, "padding=2, padding_mode='replicate'", "nn.ReplicationPad1d(2)"),
                    _padded(2, "padding=(1, 2), padding_mode='replicate'", "nn.ReplicationPad2d((2, 2, 1, 1))"),
                    _padded(3, "padding=1, padding_mode='replicate'", "nn.ReplicationPad3d(1)"),
                ],
            ),
            (
                '`padding_mode="circular"`',
                [
                    _padded(1, "padding=1, padding_mode='circular'", _circular(1, 1)),
                    _padded(2, "padding=(1, 2), padding_mode='circular'", _circular(2, 2, 1, 1)),
                    _padded(3, "padding=1, padding_mode='circular'", _circular(1, 1, 1, 1, 1, 1)),
                ],
            ),
            (
                "transposed, any `padding=p`, 0 too",
                [
                    (_transposed(1, "3, 2", "3, 2, 'pad', 0"), "equal"),
                    (_transposed(2, "3, 2, 1", "3, 2, 'pad', 1"), "equal"),
                    (_transposed(3, "3, 2, 1", "3, 2, 'pad', 1"), "equal"),
                    (_transposed(2, "1, 2", "1, 2, 'pad', 0"), "equal"),
                    (_transposed(2, "1, 2", "1, 2, 'valid'"), "shape 16 20 for 15 19"),
                ],
            ),
            (
                "transposed in 1d, `output_padding`",
                [
                    (
                        "beside(torch.nn.ConvTranspose1d(3, 4, 3, 2, 1, output_padding=1), "
                        "After(lambda values: values.expand_dims(2), "
                        "nn.Conv2dTranspose(3, 4, (1, 3), (1, 2), 'pad', (0, 0, 1, 0), has_bias=True), "
                        "lambda values: values.squeeze(2)))",
                        "equal",
                    ),
                ],
            ),
        ],
    ),
    *statements(
        "measured besides: pads",
        [
            (
                "F.pad(x, (0, 1, 0, 1)) before a convolution is its padding",
                [
                    (
                        "beside(After(lambda values: F.pad(values, (0, 1, 0, 1)), torch.nn.Conv2d(3, 4, 3, 2)), "
                        "nn.Conv2d(3, 4, 3, 2, pad_mode='pad', padding=(0, 1, 0, 1), has_bias=True))",
                        "equal",
                    ),
                ],
            ),
            (
                "nn.Pad(mode='SYMMETRIC') is replicate for one cell alone, and never reflect",
                [
                    _pad_layer(
                        "replicate", "nn.Pad(((0, 0), (0, 0), (1, 1), (1, 1)), 'SYMMETRIC')", "(1, 1, 1, 1)", "equal"
                    ),
                    _pad_layer(
                        "replicate", "nn.Pad(((0, 0), (0, 0), (2, 2), (2, 2)), 'SYMMETRIC')", "(2, 2, 2, 2)", "differs"
                    ),
                    _pad_layer(
                        "reflect", "nn.Pad(((0, 0), (0, 0), (1, 1), (1, 1)), 'SYMMETRIC')", "(1, 1, 1, 1)", "differs"
                    ),
                    _pad_layer(
                        "reflect", "nn.Pad(((0, 0), (0, 0), (2, 2), (2, 2)), 'REFLECT')", "(2, 2, 2, 2)", "equal"
                    ),
                ],
            ),
            (
                "pads run left, right, top, bottom as torch's",
                [
                    _pad_layer("reflect", "nn.ReflectionPad2d((1, 2, 3, 0))", "(1, 2, 3, 0)", "equal"),
                    _pad_layer("replicate", "nn.ReplicationPad2d((1, 2, 3, 0))", "(1, 2, 3, 0)", "equal"),
                    (
                        "arrays(ops.pad(x, (1, 2, 3, 0), mode='replicate'), F.pad(torch_x, (1, 2, 3, 0), 'replicate'))",
                        "equal",
                    ),
                    (
                        "arrays(ops.pad(x, (1, 2, 3, 0), mode='circular'), F.pad(torch_x, (1, 2, 3, 0), 'circular'))",
                        "equal",
                    ),
                ],
            ),
            (
                "ops.conv2d beside torch's function",
                [
                    ("arrays(ops.conv2d(x, w, b), F.conv2d(torch_x, torch_w, torch_b))", "equal"),
                    (
                        "arrays(ops.conv2d(x, w, b, 2, 'pad', (1, 2)), F.conv2d(torch_x, torch_w, torch_b, 2, (1, 2)))",
                        "equal",
                    ),
                ],
            ),
        ],
    ),
)
