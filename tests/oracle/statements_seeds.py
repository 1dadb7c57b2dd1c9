"""MindSpore's two pages about the differences: their code examples, in small, and what their prose says."""

from __future__ import annotations

from .statements_table import Statement, statements


def _example(dimensions: int, torch_arguments: str, arguments: str) -> str:
    return f"beside(torch.nn.Conv{dimensions}d(6, 4, 4{torch_arguments}), nn.Conv{dimensions}d(6, 4, 4, {arguments}))"


_ALIKE = "weight alike and bias alike"

SEEDS: tuple[Statement, ...] = (
    *statements(
        "seeds.md: The code examples",
        [
            (
                "1",
                [
                    (_example(1, "", "has_bias=True, pad_mode='valid'"), "equal"),
                    (_example(2, "", "has_bias=True, pad_mode='valid'"), "equal"),
                ],
            ),
            (
                "2",
                [
                    (_example(1, ", padding=1, padding_mode='zeros'", "padding=1, pad_mode='pad'"), "differs"),
                    (_example(2, ", padding=1, padding_mode='zeros'", "padding=1, pad_mode='pad'"), "differs"),
                    (_example(1, ", padding=1, bias=False", "padding=1, pad_mode='pad'"), "equal"),
                    (_example(2, ", padding=1, bias=False", "padding=1, pad_mode='pad'"), "equal"),
                ],
            ),
            (
                "3",
                [
                    (
                        "beside(torch.nn.Conv1d(6, 4, 4, padding=1, padding_mode='reflect'), "
                        "After(nn.Pad(paddings=((0, 0), (1, 1), (1, 1)), mode='REFLECT'), "
                        "nn.Conv1d(8, 4, 4, padding=0, pad_mode='valid')))",
                        "UnfitError",
                    ),
                    (
                        "beside(torch.nn.Conv2d(6, 4, 4, padding=1, padding_mode='reflect'), "
                        "After(nn.Pad(paddings=((0, 0), (1, 1), (1, 1), (1, 1)), mode='REFLECT'), "
                        "nn.Conv2d(8, 4, 4, padding=0, pad_mode='valid')))",
                        "UnfitError",
                    ),
                    (
                        "beside(torch.nn.Conv1d(6, 4, 4, padding=1, padding_mode='reflect'), "
                        "After(nn.Pad(paddings=((0, 0), (0, 0), (1, 1)), mode='REFLECT'), "
                        "nn.Conv1d(6, 4, 4, pad_mode='valid', has_bias=True)))",
                        "equal",
                    ),
                    (
                        "beside(torch.nn.Conv2d(6, 4, 4, padding=1, padding_mode='reflect'), "
                        "After(nn.Pad(paddings=((0, 0), (0, 0), (1, 1), (1, 1)), mode='REFLECT'), "
                        "nn.Conv2d(6, 4, 4, pad_mode='valid', has_bias=True)))",
                        "equal",
                    ),
                ],
            ),
            (
                "4",
                [
                    (_example(1, "", "pad_mode='valid'"), "differs"),
                    (_example(2, "", "pad_mode='valid'"), "differs"),
                    (_example(1, ", bias=False", "pad_mode='valid'"), "equal"),
                    (_example(2, ", bias=False", "pad_mode='valid'"), "equal"),
                ],
            ),
        ],
    ),
    *statements(
        "seeds.md: The prose",
        [
            (
                'torch\'s "same" puts the odd pixel left and above',
                [
                    (_example(1, ", padding='same'", "has_bias=True, pad_mode='same'"), "equal"),
                    (_example(2, ", padding='same'", "has_bias=True, pad_mode='same'"), "equal"),
                    (
                        "beside(After(lambda values: F.pad(values, (1, 2, 1, 2)), torch.nn.Conv2d(3, 4, 4)), "
                        "nn.Conv2d(3, 4, 4, has_bias=True))",
                        "equal",
                    ),
                ],
            ),
            (
                "padding can only be a number",
                [
                    ("nn.Conv1d(3, 4, 3, pad_mode='pad', padding=(1, 1))", "TypeError"),
                    ("nn.Conv2d(3, 4, 3, pad_mode='pad', padding=(1, 1, 1, 1))", "made"),
                ],
            ),
            (
                "torch's padding_mode is called 'zero'",
                [
                    ("torch.nn.Conv1d(3, 4, 3, padding_mode='zero')", "ValueError"),
                    ("torch.nn.Conv1d(3, 4, 3, padding_mode='zeros').padding_mode", "zeros"),
                ],
            ),
            (
                "the input is called x, not input",
                [
                    ("nn.Conv2d(3, 4, 3)(x=x).shape", "(1, 4, 8, 8)"),
                    ("nn.Conv2d(3, 4, 3)(input=x)", "TypeError"),
                ],
            ),
            (
                "the initial weights and biases are drawn alike",
                [
                    ("drawn(torch.nn.Conv1d(16, 64, 3), nn.Conv1d(16, 64, 3, has_bias=True))", _ALIKE),
                    ("drawn(torch.nn.Conv2d(16, 64, 3), nn.Conv2d(16, 64, 3, has_bias=True))", _ALIKE),
                    (
                        "drawn(torch.nn.Conv2d(16, 64, 3, groups=4), nn.Conv2d(16, 64, 3, group=4, has_bias=True))",
                        _ALIKE,
                    ),
                    (
                        "drawn(torch.nn.ConvTranspose1d(16, 64, 3), nn.Conv1dTranspose(16, 64, 3, has_bias=True))",
                        _ALIKE,
                    ),
                    (
                        "drawn(torch.nn.ConvTranspose2d(16, 64, 3), nn.Conv2dTranspose(16, 64, 3, has_bias=True))",
                        _ALIKE,
                    ),
                    (
                        "drawn(torch.nn.ConvTranspose3d(16, 64, 3), nn.Conv3dTranspose(16, 64, 3, has_bias=True))",
                        _ALIKE,
                    ),
                    ("drawn(torch.nn.Conv3d(16, 64, 3), nn.Conv3d(16, 64, 3, has_bias=True))", _ALIKE),
                ],
            ),
        ],
    ),
)
