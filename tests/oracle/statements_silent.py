"""What is silent: no error, and something else than torch."""

from __future__ import annotations

from .statements_table import statements

_LOADED = "mindspore.load_param_into_net(nn.Conv2d(3, 4, 3), {'weight': Parameter(w), 'bias': Parameter(b)}"

SILENT = (
    *statements(
        "semantics.md: What is silent",
        [
            (
                "No `has_bias`: no bias. Loading drops torch's, even with strict_load=True",
                [
                    ("len(nn.Conv2d(3, 4, 3).trainable_params())", "1"),
                    ("nn.Conv2d(3, 4, 3).bias", "None"),
                    (f"{_LOADED})", "([], ['bias'])"),
                    (f"{_LOADED}, strict_load=True)", "([], ['bias'])"),
                    ("beside(torch.nn.Conv2d(3, 4, 3), nn.Conv2d(3, 4, 3, pad_mode='valid'))", "differs"),
                ],
            ),
            (
                "A bias that is left out before a BatchNorm shows in evaluation, not while the network trains",
                [
                    ("before_norm(nn.Conv2d(3, 8, 3, pad_mode='valid'), training=True)", "equal"),
                    ("before_norm(nn.Conv2d(3, 8, 3, pad_mode='valid'), training=False)", "differs"),
                    ("before_norm(nn.Conv2d(3, 8, 3, pad_mode='valid', has_bias=True), training=False)", "equal"),
                ],
            ),
            (
                "`bias_init` without `has_bias=True` is ignored",
                [
                    ("nn.Conv2d(3, 4, 3, bias_init='ones').bias", "None"),
                    ("len(nn.Conv1d(3, 4, 3, bias_init='ones').trainable_params())", "1"),
                    ("nn.Conv2d(3, 4, 3, has_bias=True, bias_init='ones').bias.asnumpy().sum()", "4.0"),
                ],
            ),
            (
                "No `pad_mode`: the shape changes, or it stays, and the numbers differ",
                [
                    ("beside(torch.nn.Conv2d(3, 4, 3), nn.Conv2d(3, 4, 3, has_bias=True), 8, 8)", "shape 8 8 for 6 6"),
                    ("beside(torch.nn.Conv2d(3, 4, 3, 2, 1), nn.Conv2d(3, 4, 3, 2, has_bias=True), 8, 8)", "differs"),
                ],
            ),
            (
                '`output_padding` of Conv2dTranspose with `"pad"`: torch\'s shape, other numbers',
                [
                    (
                        "beside(torch.nn.ConvTranspose2d(3, 4, 3, 2, 1, output_padding=1), "
                        "nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=1, has_bias=True))",
                        "differs",
                    ),
                    (
                        "nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 1, output_padding=1, has_bias=True, bias_init='ones')"
                        "(x).asnumpy()[:, :, -1].any()",
                        "False",
                    ),
                ],
            ),
        ],
    ),
    *statements(
        "measured besides: output_padding",
        [
            (
                "Conv2dTranspose's own is torch's where padding is 0 and there is no bias",
                [
                    (
                        "beside(torch.nn.ConvTranspose2d(3, 4, 3, 2, output_padding=1, bias=False), "
                        "nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 0, output_padding=1))",
                        "equal",
                    ),
                    (
                        "beside(torch.nn.ConvTranspose2d(3, 4, 3, 2, output_padding=1), "
                        "nn.Conv2dTranspose(3, 4, 3, 2, 'pad', 0, output_padding=1, has_bias=True))",
                        "differs",
                    ),
                ],
            ),
        ],
    ),
    *statements(
        "semantics.md: The constructors",
        [
            ("Conv1d's weight", [("nn.Conv1d(6, 4, 3, group=2).weight.shape", "(4, 3, 1, 3)")]),
            ("Conv1dTranspose's weight", [("nn.Conv1dTranspose(6, 4, 3, group=2).weight.shape", "(6, 2, 1, 3)")]),
        ],
    ),
    *statements(
        "measured besides: the names of parameters",
        [
            (
                "norms, embeddings and PReLU have other names than torch's",
                [
                    (
                        "[one.name for one in nn.BatchNorm2d(4).get_parameters()]",
                        "['mean', 'variance', 'gamma', 'beta']",
                    ),
                    (
                        "sorted(nn.SequentialCell(nn.BatchNorm2d(4)).parameters_dict())",
                        "['0.beta', '0.gamma', '0.moving_mean', '0.moving_variance']",
                    ),
                    (
                        "sorted(nn.SequentialCell(nn.BatchNorm3d(4)).parameters_dict())",
                        "['0.bn2d.beta', '0.bn2d.gamma', '0.bn2d.moving_mean', '0.bn2d.moving_variance']",
                    ),
                    ("sorted(nn.LayerNorm((4,)).parameters_dict())", "['beta', 'gamma']"),
                    ("sorted(nn.GroupNorm(2, 4).parameters_dict())", "['beta', 'gamma']"),
                    ("sorted(nn.Embedding(5, 4).parameters_dict())", "['embedding_table']"),
                    ("sorted(nn.PReLU().parameters_dict())", "['a']"),
                    ("sorted(nn.Dense(4, 6).parameters_dict())", "['bias', 'weight']"),
                ],
            ),
        ],
    ),
)
