"""# ms-implicit-pad-mode (MSC101)

## What it does
Reports a convolution whose `pad_mode` is left to its default, `"same"`, where there is reason to think that
torch's default was meant: no padding.

## Why is this bad
torch does not pad unless told; MindSpore pads until told not to. Where the stride is 1 and the kernel odd the
default equals torch's `padding=(k-1)/2`. With `k' = dilation * (kernel_size - 1) + 1` and a stride for which
`k' - stride` is odd (kernel 3 with stride 2, kernel 7 with stride 2) the padding is lopsided: no torch
`padding=` gives the same numbers, and since the shape is often the same, nothing fails.

In `auto` the rule fires on one of these signs, and names it: the call is in torch's spelling and names no
padding; a pad layer or `ops.pad` feeds the convolution; `padding=0` is written out and the kernel is not the
stride; a known stride above 1 pads one side more than the other; an even kernel at stride 1 in a file of torch
origin. It is silent on kernel 1, where kernel and stride are equal, where a convolution of the same class says
`pad_mode="same"`, and in files that come from TensorFlow or Keras.

In `always` every default that can change the numbers is reported, and an explicit `"same"` that pads lopsidedly
too.

## Example
```python
self.conv = nn.Conv2d(64, 128, 3, stride=2)
```

## Use instead
```python
self.conv = nn.Conv2d(64, 128, 3, stride=2, pad_mode="valid")  # torch had no padding
self.conv = nn.Conv2d(64, 128, 3, stride=2, pad_mode="pad", padding=1)  # torch had padding=1
self.conv = nn.Conv2d(64, 128, 3, stride=2, pad_mode="same")  # meant as it is
```

## Fix safety
The fix `pad_mode="valid"` (transposed: `"pad"`) changes the numbers of code that runs, so it is unsafe, and it
is offered only where torch's default is known to be meant: in `always`, and behind a pad layer. Otherwise the
original had no padding in about half of the verified cases and `(k'-1)/2` in the rest, so there are
alternatives and no fix. In a call that raises for another reason the fix of that reason includes the padding,
and is safe.
"""

from __future__ import annotations

from collections.abc import Iterator

from ms_convlint.facts import padding as paddings
from ms_convlint.facts.refusals import pad_mode_of, padding_without_pad_mode
from ms_convlint.facts.roles import Role
from ms_convlint.facts.signatures import Kind
from ms_convlint.facts.values import is_zero
from ms_convlint.finding import Applicability, Finding, Fix
from ms_convlint.rules.case import Case
from ms_convlint.settings import TorchSemantics
from ms_convlint.wording import said


def check(case: Case) -> Iterator[Finding]:
    """Yield the finding of a call that leaves pad_mode out."""
    call = case.call
    if call.signature.kind is not Kind.LAYER or pad_mode_of(call) != "same" or case.torch_order:
        return
    if "pad_mode" in call.bound:
        if case.semantics is TorchSemantics.ALWAYS and padding_without_pad_mode(call) is None:
            yield from _lopsided_on_purpose(case)
        return
    written = call.argument("padding")
    if (written is not None and is_zero(written.value) is not True) or paddings.is_harmless(call):
        return
    evidence = _evidence(case)
    always = case.semantics is TorchSemantics.ALWAYS
    if evidence is None and not always:
        return
    none = "pad" if call.signature.transposed else "valid"
    keep = case.with_pad_mode("same", Applicability.SAFE, said("keep today's behaviour"))
    without = case.with_pad_mode(none, Applicability.UNSAFE, said("torch had no padding"))
    meant = always or evidence == _PAD_LAYER
    message = said(
        'pad_mode is left to its default "same", which pads, and torch does not ({evidence}); write pad_mode',
        evidence=evidence or "torch-semantics=always",
    )
    if case.raises and case.is_port:
        yield case.finding("MSC101", message)
    elif meant:
        yield case.finding("MSC101", message, case.with_pad_mode(none, Applicability.UNSAFE), (keep,))
    else:
        yield case.finding("MSC101", message, None, (without, _even_padding(case), keep))


_PAD_LAYER = said("a pad layer feeds it")


def _evidence(case: Case) -> str | None:
    """The sign that torch's default was meant; None without one."""
    call = case.call
    if paddings.kernel_is_stride(call):
        return None
    if case.torch_spelled and call.argument("padding") is None:
        return said("the call is in torch's spelling and names no padding")
    if case.call.provenance.is_from_tensorflow:
        return None
    if call.provenance.has_pad_layers and call.neighbours.feeding(call.node, call.scope, Role.PAD):
        return _PAD_LAYER
    if case.peers.same_beside(call):
        return None
    if call.argument("padding") is not None and paddings.kernel_is_stride(call) is False:
        return said("padding=0 written out")
    strided = None if call.signature.transposed else paddings.lopsided_axis(call, strided=True)
    if strided is not None:
        kernel, stride = strided
        return said(
            "stride {stride} with kernel {kernel} pads one side more than the other", stride=stride, kernel=kernel
        )
    even = paddings.lopsided_axis(call, strided=False)
    if even is not None and call.provenance.is_from_torch:
        return said("even kernel {kernel} at stride 1, and the file comes from torch", kernel=even[0])
    return None


def _lopsided_on_purpose(case: Case) -> Iterator[Finding]:
    """Yield the finding of an explicit "same" that no torch padding equals; torch's own "same" takes stride 1 alone."""
    call = case.call
    lopsided = None if call.signature.transposed else paddings.lopsided_axis(call, strided=True)
    if lopsided is None:
        return
    kernel, stride = lopsided
    message = said(
        'pad_mode="same" pads one side more than the other (stride {stride} with kernel {kernel}), '
        "which no torch padding does",
        stride=stride,
        kernel=kernel,
    )
    without = case.with_pad_mode("valid", Applicability.UNSAFE, said("torch had no padding"))
    yield case.finding("MSC101", message, None, (without, _even_padding(case)))


def _even_padding(case: Case) -> Fix | None:
    """The alternative that keeps the output's size with an even padding."""
    call = case.call
    numbers = None if call.signature.transposed else paddings.even_paddings(call)
    if numbers is None:
        return None
    text = str(numbers[0])
    if len(set(numbers)) > 1:
        text = f"({', '.join(str(number) for number in numbers for _ in range(2))})"
    padding = text if len(set(numbers)) == 1 else f"({', '.join(map(str, numbers))})"
    label = said("torch had padding={padding}", padding=padding)
    return case.with_pad_mode("pad", Applicability.UNSAFE, label, padding=text)
