"""torch's calls with nothing but the prefix changed: fixed, they compute in MindSpore what they did in torch."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import replace

import pytest
from engine import findings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mindspore_calls import NAMES, RefusedError, mindspore_meaning
from torch_calls import TorchCall, torch_calls

from ms_convlint.edits import apply_fixes
from ms_convlint.finding import Applicability, Finding
from ms_convlint.settings import TorchSemantics

BEFORE = "from mindspore import nn, ops\n\n# 漢字: nn.Conv2d(1, 2, 3, padding=1)\n名, made = '🎉', "
BEHIND = "  # done, é\nafter = (1,  2)\n"
BOTH = st.sampled_from([TorchSemantics.ALWAYS, TorchSemantics.AUTO])
LINE_ENDS = st.sampled_from(["\n", "\n", "\r\n"])
generated = settings(max_examples=50, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
several = pytest.mark.parametrize("name", NAMES)


def module(call: TorchCall, newline: str = "\n") -> str:
    """A file around the call."""
    return f"{BEFORE}{call.text}{BEHIND}".replace("\n", newline)


def the_call(text: str) -> ast.Call:
    """The call in a module of ours."""
    tree = ast.parse(text)
    statement = next(node for node in tree.body if isinstance(node, ast.Assign))
    assert isinstance(statement.value, ast.Tuple)
    call = statement.value.elts[1]
    assert isinstance(call, ast.Call)
    return call


def comments(text: str) -> list[str]:
    """All comments in their order."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def raises(call: TorchCall, text: str) -> bool:
    """Whether MindSpore refuses the call."""
    try:
        mindspore_meaning(call.name, the_call(text))
    except RefusedError:
        return True
    return False


def is_shown_only(found: list[Finding]) -> bool:
    """Whether a fix of the call is for the reader alone."""
    fixes = [finding.fix for finding in found]
    return any(fix is not None and fix.applicability is Applicability.DISPLAY for fix in fixes)


def by_position(call: TorchCall) -> int:
    """How many arguments are given by position."""
    return len([text for text in call.written if not text[0].isalpha() or "=" not in text])


def says_pad_mode(call: TorchCall) -> bool:
    """Whether torch's 'same' or 'valid' stands where MindSpore has it too: then the line may be MindSpore's own."""
    return by_position(call) > 4 and call.get("padding", 0) in ("same", "valid")


def may_be_read_twice(call: TorchCall) -> bool:
    """Whether torch's 'same' or 'valid' by position is followed by what MindSpore's order takes for a padding."""
    return by_position(call) > 5 and says_pad_mode(call)


@several
@given(data=st.data(), newline=LINE_ENDS)
@generated
def test_the_fixed_call_is_the_translation(name: str, data: st.DataObject, newline: str) -> None:
    call = data.draw(torch_calls((name,)))
    text = module(call, newline)
    found = findings(text, TorchSemantics.ALWAYS)
    fixed = apply_fixes(text, found, unsafe=True)
    meant = call.means()
    if is_shown_only(found):
        assert fixed == text
        assert meant is None or may_be_read_twice(call)
        return
    assert mindspore_meaning(name, the_call(fixed)) == meant


@several
@given(data=st.data(), newline=LINE_ENDS)
@generated
def test_nothing_certain_is_left_and_a_second_run_changes_nothing(name: str, data: st.DataObject, newline: str) -> None:
    call = data.draw(torch_calls((name,)))
    text = module(call, newline)
    found = findings(text, TorchSemantics.ALWAYS)
    fixed = apply_fixes(text, found, unsafe=True)
    left = findings(fixed, TorchSemantics.ALWAYS)
    if not is_shown_only(found):
        assert [finding.code for finding in left if finding.certain] == []
    assert apply_fixes(fixed, left, unsafe=True) == fixed


@several
@given(data=st.data(), newline=LINE_ENDS)
@generated
def test_the_text_around_the_call_and_all_comments_stay(name: str, data: st.DataObject, newline: str) -> None:
    call = data.draw(torch_calls((name,)))
    text = module(call, newline)
    fixed = apply_fixes(text, findings(text, TorchSemantics.ALWAYS), unsafe=True)
    callee = f"{'ops' if call.is_function else 'nn'}.{name}("
    assert fixed.startswith((BEFORE + callee).replace("\n", newline))
    assert fixed.endswith((")" + BEHIND).replace("\n", newline))
    assert comments(fixed) == comments(text)
    assert fixed.count("\r") == (fixed.count("\n") if newline == "\r\n" else 0)


@several
@given(data=st.data(), semantics=BOTH)
@generated
def test_safe_fixes_translate_a_call_that_raises_whole_or_not_at_all(
    name: str, data: st.DataObject, semantics: TorchSemantics
) -> None:
    call = data.draw(torch_calls((name,)))
    text = module(call)
    found = findings(text, semantics)
    fixed = apply_fixes(text, found)
    if not raises(call, text):
        assert fixed == text
    elif fixed != text:
        meaning, meant = mindspore_meaning(name, the_call(fixed)), call.means()
        if semantics is TorchSemantics.AUTO and says_pad_mode(call):
            assert meant is not None
            meant = replace(meant, bias=meaning.bias)
        assert meaning == meant
    else:
        assert is_shown_only(found)


@several
@given(data=st.data(), semantics=BOTH)
@generated
def test_what_is_certain_is_what_raises(name: str, data: st.DataObject, semantics: TorchSemantics) -> None:
    call = data.draw(torch_calls((name,)))
    text = module(call)
    certain = {finding.code for finding in findings(text, semantics) if finding.certain}
    assert bool(certain) == raises(call, text), certain


@several
@given(data=st.data())
@generated
def test_findings_of_a_call_that_raises_share_one_fix(name: str, data: st.DataObject) -> None:
    call = data.draw(torch_calls((name,)))
    text = module(call)
    found = findings(text, TorchSemantics.ALWAYS)
    if raises(call, text):
        assert len({finding.fix for finding in found}) == 1
