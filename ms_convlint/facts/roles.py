"""Which part a layer or function plays between convolutions, told by its name."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

from ms_convlint.facts.signatures import FUNCTIONS, LAYERS


class Role(Enum):
    """What stands beside a convolution."""

    NORM = auto()
    """BatchNorm or InstanceNorm: it takes the mean away and a bias with it."""
    OTHER_NORM = auto()
    """LayerNorm, GroupNorm and the like, which keep a bias."""
    ACTIVATION = auto()
    POOLING = auto()
    PASS = auto()
    """What only moves, drops, scales or reshapes: its neighbours are its input's neighbours."""
    SUM = auto()
    """An addition: it takes a bias of either side."""
    PAD = auto()
    CONVOLUTION = auto()
    SEQUENCE = auto()
    LIST = auto()
    OTHER = auto()


_FRAMEWORK = re.compile(r"mindspore(?:\.mint)?(?:\.nn|\.ops)?\b|tinyms\.(?:layers|primitives)\b|mindnlp\.core\b")
_NORM = re.compile(r"(?:Sync|Fused|Global)?(?:BatchNorm|InstanceNorm|BN)\w*$|batch_norm$|instance_norm$")
_OTHER_NORM = re.compile(
    r"\w*(?:LayerNorm|GroupNorm|RMSNorm|RmsNorm|LRN|L2Normalize|layer_norm|group_norm|rms_norm)\w*$"
)
_ACTIVATION = re.compile(
    r"(?:Fast|Quick)?(?:ReLU|ReLu|Relu|LeakyReLU|PReLU|RReLU|ELU|CELU|SELU|SeLU|GELU|GeLU|Gelu|SiLU|Mish|Swish|Sigmoid|"
    r"Tanh|Softmax|LogSoftmax|Softplus|Softsign|LogSigmoid|Hardtanh|HSwish|HSigmoid|HardSwish|HardSigmoid|Hardswish|"
    r"Hardsigmoid|ReLUV?\d|ReLU6|ReLU)\d*$|"
    r"(?:relu|relu6|leaky_relu|prelu|rrelu|elu|celu|selu|gelu|fast_gelu|silu|mish|swish|sigmoid|tanh|softmax|log_softmax|"
    r"softplus|softsign|logsigmoid|hardtanh|hardswish|hardsigmoid|hswish|hsigmoid)_?$|get_activation$"
)
_POOLING = re.compile(r"\w*(?:Pool\d?[dD]?|pool\d?d)$|ReduceMean$|(?:reduce_)?mean$|ReduceMax$|(?:reduce_)?max$|amax$")
_PASS = re.compile(
    r"(?:Dropout\w*|dropout\w*|Identity|identity|Flatten|flatten|Unflatten|Reshape|reshape|view|view_as|Transpose|transpose|"
    r"permute|swapaxes|swapdims|Squeeze|squeeze|ExpandDims|expand_dims|unsqueeze|Cast|cast|astype|to|float|half|"
    r"contiguous|PixelShuffle|pixel_shuffle|DepthToSpace|depth_to_space|Upsample|interpolate|upsample|ResizeBilinear\w*|"
    r"ResizeNearestNeighbor\w*|Split|split|chunk|tensor_split|unbind|Unstack|unstack|slice|Slice|StridedSlice|narrow|"
    r"stop_gradient|clone|copy|type|Concat|concat|cat|Stack|stack|reshape_as|tile|Tile|movedim|moveaxis|"
    r"adaptive_reshape|asnumpy|clamp|Print|print|broadcast_to|strided_slice|reverse|flip)$"
)
_PAD = re.compile(r"(?:\w+)?Pad(?:\d[dD])?$|pad$|MirrorPad$|PadV3$")
_CONVOLUTION_NAMES = frozenset(LAYERS) | frozenset(FUNCTIONS) | {"Conv2D", "Conv3D"}
_SEQUENCES = frozenset({"SequentialCell", "Sequential"})
_LISTS = frozenset({"CellList", "OrderedDict", "CellDict", "ModuleList"})

_BLOCK_NAMED = re.compile(r"conv|linear|dense|block|resid|attention|mlp", re.IGNORECASE)
"""ConvNormAct, ConvBN: a block with a norm in it takes its input with a convolution."""
_NORM_NAMED = re.compile(r"bn\d*$|norm|(?:^|_)in\d*$", re.IGNORECASE)
_OTHER_NORM_NAMED = re.compile(
    r"layer_?norm|group_?norm|rms|(?:^|_)ln\d*$|(?:^|_)gn\d*$|weight_?norm|spectral_?norm", re.IGNORECASE
)
_ACTIVATION_NAMED = re.compile(
    r"(?:^|_)(?:act\d*|activation\w*|\w*relu\d*|\w*elu|sigmoid|tanh|silu|swish|mish|nonlinearity|softmax)$|"
    r"^(?:\w*Activation|\w*Swish|\w*ReLU|\w*Relu\d?|\w*Sigmoid|\w*GELU|\w*Act|Mish|SiLU)$|"
    r"^(?:get|build|create|make)_act\w*$",
    re.IGNORECASE,
)


@cache
def role_of(name: str) -> Role:
    """The role of what a dotted name means: a layer, a primitive or a function of MindSpore's."""
    last = name.rpartition(".")[2]
    if last in _SEQUENCES:
        return Role.SEQUENCE
    if last in _LISTS:
        return Role.LIST
    if not _FRAMEWORK.match(name):
        return role_of_unknown(last)
    if last in _CONVOLUTION_NAMES:
        return Role.CONVOLUTION
    for pattern, role in _BY_NAME:
        if pattern.match(last):
            return role
    return Role.OTHER


@cache
def role_of_unknown(name: str) -> Role:
    """The role that the bare name of something undefined here suggests."""
    if _BLOCK_NAMED.search(name):
        return Role.OTHER
    if _OTHER_NORM_NAMED.search(name):
        return Role.OTHER_NORM
    if _NORM_NAMED.search(name):
        return Role.NORM
    if _ACTIVATION_NAMED.search(name):
        return Role.ACTIVATION
    return Role.OTHER


_BY_NAME = (
    (_NORM, Role.NORM),
    (_OTHER_NORM, Role.OTHER_NORM),
    (_ACTIVATION, Role.ACTIVATION),
    (_POOLING, Role.POOLING),
    (_PASS, Role.PASS),
    (_PAD, Role.PAD),
)
