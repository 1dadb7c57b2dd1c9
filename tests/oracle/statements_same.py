"""When the default ``pad_mode="same"`` equals a padding of torch's: the examples that the documents name."""

from __future__ import annotations

from .statements_table import Statement, statements


def _beside(torch_arguments: str, arguments: str, *sizes: int) -> str:
    lengths = "".join(f", {size}" for size in sizes)
    return f"beside(torch.nn.Conv2d(3, 4, {torch_arguments}), nn.Conv2d(3, 4, {arguments}, has_bias=True){lengths})"


def _transposed(torch_arguments: str, arguments: str) -> str:
    return (
        f"beside(torch.nn.ConvTranspose2d(3, 4, {torch_arguments}), "
        f"nn.Conv2dTranspose(3, 4, {arguments}, has_bias=True))"
    )


SAME: tuple[Statement, ...] = (
    *statements(
        'semantics.md: When the default "same" equals torch',
        [
            ("`k = 1`", [(_beside("1, 2", "1, 2"), "equal")]),
            (
                "`k' ≤ s`",
                [(_beside("4, 4", "4, 4", 8, 12), "equal"), (_beside("2, 3", "2, 3", 9, 12), "equal")],
            ),
            (
                "`k' - s` even",
                [
                    (_beside("3, 1, 1", "3, 1"), "equal"),
                    (_beside("4, 2, 1", "4, 2", 8, 10), "equal"),
                    (_beside("4, 2, 1", "4, 2", 9, 11), "shape 5 6 for 4 5"),
                ],
            ),
            (
                "`k' - s` odd (kernel 3 or 7 with stride 2, kernel 2 with stride 1)",
                [
                    (_beside("3, 2, 1", "3, 2", 8, 10), "differs"),
                    (_beside("7, 2, 3", "7, 2", 8, 10), "differs"),
                    (_beside("11, 4, 5", "11, 4", 16, 20), "differs"),
                    (_beside("2, 1, 1", "2, 1", 8, 10), "shape 8 10 for 9 11"),
                ],
            ),
            (
                "Where `s` does not divide `H` even equal kernel and stride give other shapes",
                [(_beside("16, 16", "16, 16", 30, 30), "shape 2 2 for 1 1")],
            ),
            (
                "On odd `H` kernel 3 with stride 2 happens to agree with torch's `padding=1`",
                [(_beside("3, 2, 1", "3, 2", 9, 11), "equal"), (_beside("7, 2, 3", "7, 2", 9, 11), "equal")],
            ),
            (
                "A transposed default equals torch where k - s = 2 * padding",
                [
                    (_transposed("2, 2", "2, 2"), "equal"),
                    (_transposed("4, 2, 1", "4, 2"), "equal"),
                    (_transposed("3, 1, 1", "3, 1"), "equal"),
                    (_transposed("3, 2, 1", "3, 2"), "shape 16 20 for 15 19"),
                ],
            ),
        ],
    ),
)
