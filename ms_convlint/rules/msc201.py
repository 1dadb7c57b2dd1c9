"""# ms-implicit-has-bias (MSC201)

## What it does
Reports a convolution whose `has_bias` is left to its default, False, where torch's default, a bias, was
probably meant.

## Why is this bad
torch's convolutions have a bias unless told otherwise. MindSpore's have none, and drop the bias of a torch
checkpoint in silence: `load_param_into_net` only mentions it in the lists that it returns.

In `auto` the rule fires where the call is in torch's spelling, where an activation consumes the output, and
where the convolution is the last of its sequence or its output is returned. It is silent where a BatchNorm or
InstanceNorm follows, which takes a bias away again (directly, behind a pooling, in another method), where a
norm and an activation come before the convolution, in a function that only returns it, beside an explicit
`pad_mode="same"`, where the class says `has_bias=False` elsewhere, where `has_bias` is set later, and on
bilinear upsamplers. A LayerNorm or GroupNorm absorbs no bias, and tells nothing.

In `always` every convolution without a following BatchNorm or InstanceNorm is reported.

## Example
```python
self.layers = nn.SequentialCell(nn.Conv2d(3, 64, 3, pad_mode="pad", padding=1), nn.ReLU())
```

## Use instead
```python
self.layers = nn.SequentialCell(nn.Conv2d(3, 64, 3, pad_mode="pad", padding=1, has_bias=True), nn.ReLU())
```

## Fix safety
`has_bias=True` is unsafe: the network gets parameters that published checkpoints lack. The alternative
`has_bias=False` says what happens today. In a call that raises for another reason the fix of that reason
includes it, and is safe.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts.convolutions import Convolution
from ms_convlint.facts.refusals import leaves_bias_out
from ms_convlint.facts.roles import Role
from ms_convlint.facts.signatures import Kind
from ms_convlint.facts.values import Known, integer, per_axis
from ms_convlint.finding import Applicability, Finding
from ms_convlint.rules.case import Case
from ms_convlint.settings import TorchSemantics
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of a call that leaves has_bias out."""
    call = case.call
    if call.signature.kind is not Kind.LAYER or not leaves_bias_out(call) or "bias_init" in call.bound:
        return
    always = case.semantics is TorchSemantics.ALWAYS
    if case.semantics is TorchSemantics.NEVER or case.peers.sets_has_bias_later(call) or _is_patched(call):
        return
    if not always and not case.torch_spelled and _is_native(case):
        return
    if case.norm_follows:
        return
    evidence = _evidence(case)
    if evidence is None and always:
        evidence = "torch-semantics=always"
    if evidence is not None:
        label = said("no bias is meant") if case.raises else said("keep today's behaviour")
        without = case.appended("has_bias=False", Applicability.SAFE, label)
        message = said(
            "has_bias is left to its default False, and torch's default is a bias ({evidence}); write has_bias",
            evidence=evidence,
        )
        yield case.finding(
            "MSC201",
            message,
            case.appended("has_bias=True", Applicability.UNSAFE),
            () if case.raises and case.is_port else (without,),
        )


def _evidence(case: Case) -> str | None:
    """The sign that torch's bias was meant; None without one."""
    call = case.call
    if case.torch_spelled:
        return said("the call is in torch's spelling and gives no bias")
    consumers = case.consumers
    if _is_native(case) or consumers is None or call.neighbours.follows_norm(call.node, call.scope):
        return None
    norm = said("batch norm") if Role.OTHER_NORM in consumers.roles else said("norm")
    if Role.ACTIVATION in consumers.roles:
        activation = consumers.names[Role.ACTIVATION]
        if not activation:
            return said("it follows, no {norm}", norm=norm)
        return said("{activation} follows, no {norm}", activation=activation, norm=norm)
    if call.neighbours.stands_behind_norm(call.node, call.scope):
        return None
    if consumers.is_returned:
        return said("its output is returned, no {norm}", norm=norm)
    return said("the last of its sequence, no {norm}", norm=norm) if consumers.ends_sequence else None


def _is_native(case: Case) -> bool:
    """Whether the call or its class says that no bias was meant, or that nothing can be told from here."""
    call = case.call
    return (
        call.is_base_initializer
        or ("pad_mode" in call.bound and call.value("pad_mode") == Known("same"))
        or case.peers.no_bias_beside(call)
        or case.peers.is_frozen(call)
        or _is_upsampler(call)
        or call.neighbours.is_wrapped(call.scope, call.node)
    )


def _is_patched(call: Convolution) -> bool:
    """Whether mindnlp, once imported, gives the layer a bias by default."""
    return call.signature.axes == 1 and call.provenance.imports_mindnlp


def _is_upsampler(call: Convolution) -> bool:
    """Whether this is bilinear upsampling: transposed, k = 2s with as many channels out as in, or so initialised."""
    if not call.signature.transposed:
        return False
    weight = call.argument("weight_init")
    if weight is not None and "bilinear" in weight.text.lower():
        return True
    doubled = all(
        kernel is not None and stride is not None and kernel == 2 * stride
        for kernel, stride in zip(call.kernel_size, call.stride, strict=True)
    )
    return doubled and _as_many_out(call)


def _as_many_out(call: Convolution) -> bool:
    given, made = call.argument("in_channels"), call.argument("out_channels")
    if given is None or made is None:
        return False
    if given.text == made.text:
        return True
    channels = integer(given.value)
    return channels is not None and per_axis(made.value, 1) == (channels,)
