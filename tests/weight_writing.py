"""Writes the program of a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from weight_plans import COMPREHENSION, OLD, SIDE_BY_SIDE, SINK, Plan
from weight_steps import ENTRY, Body

_RANK_TESTS = ("#.ndim == 3", "len(#.shape) == 3", "3 == #.ndim", "len(#.shape) < 4 and #.ndim > 2")


def text_of(plan: Plan) -> str:
    """The text, with everything imported written as ``@numpy.array``."""
    body = Body()
    _WRITE[plan.arrangement](body, plan)
    functions = "".join(f"{text}\n\n" for text in body.functions)
    torch_classes = plan.network.classes(torch=True)[0] if "MODULE" in plan.source.text else ""
    lines = body.lines
    if plan.place == "method":
        method = "".join(
            ["\n    def transfer(self, path, verbose):\n", *(f"        {line}\n" for line in lines), "\n\n"]
        )
        classes, _ = plan.network.classes(torch=False, method=method)
        return f"{torch_classes}{functions}{classes}"
    classes, net = plan.network.classes(torch=False)
    if plan.arrangement != "initial":
        lines = [f"net = {net}", *lines]
    if plan.place == "module":
        start = 'path = "encoder.pth"\nverbose = path.isupper()\n'
        return f"{torch_classes}{functions}{classes}{start}" + "".join(f"{line}\n" for line in lines)
    main = "".join(["def transfer(path, verbose):\n", *(f"    {line}\n" for line in lines)])
    main += f"    return {'conv' if plan.arrangement == 'initial' else 'net'}\n"
    if plan.place == "called":
        main += '\n\nif __name__ == "__main__":\n    transfer("encoder.pth", False)\n'
    return f"{torch_classes}{functions}{classes}{main}"


def _source(body: Body, plan: Plan) -> None:
    _, module = plan.network.classes(torch=True)
    text = plan.source.text.replace("MODULE", module).replace("ACCESS", plan.network.access)
    text = text.replace("KEY", f'"{plan.torch_key}"')
    name = "state_dict" if "state_dict" in text else "weight"
    if plan.reads_in_function and not plan.source.opens:
        lines = text.replace("\n", "\n    ")
        body.functions.append(f"def read_weights(path):\n    {lines}\n    return {name}\n")
        text = f"{name} = read_weights(path)"
    body.add(text)
    body.depth += plan.source.opens


def _add_sink(body: Body, plan: Plan, **given: str) -> None:
    """The sink on what its words stand for, or in a function that is called on them."""
    given = {word: value for word, value in given.items() if word in plan.sink}
    if not plan.sinks_in_function:
        text = plan.sink
        for word, value in given.items():
            text = text.replace(word, value)
        body.add(text)
        return
    text = plan.sink.replace("\n", "\n    ")
    for word in given:
        text = text.replace(word, word.lower())
    body.functions.append(f"def put({', '.join(word.lower() for word in given)}):\n    {text}\n")
    body.add(f"put({', '.join(given.values())})")


def _test(plan: Plan, key: str, target: str, known_key: str) -> str:
    """The condition on which the handling is done, "" where there is none."""
    handling = plan.handling
    assert handling is not None
    number = handling.before
    if handling.guard == "rank":
        return _RANK_TESTS[number % len(_RANK_TESTS)]
    if handling.guard == "key":
        end = plan.torch_key.removeprefix(OLD)
        tests = (
            f'{key}.endswith("{end}")',
            f'{key} == "{known_key}"',
            f'{key} in ("{known_key}", "other.weight")',
            f'"{end.split(".")[0]}" in {key} and "weight" in {key}',
        )
        return tests[number % (3 if plan.network.has_head and "." not in end else 4)]
    if handling.guard == "shape":
        return f"tuple(#.shape) != {target}.shape" if number % 2 else f"#.shape != {target}.shape"
    return f"{key} in names" if handling.guard == "names" else ""


def _journey(
    body: Body,
    plan: Plan,
    value: str,
    steps: range | None = None,
    *,
    key: str = "",
    known_key: str = "",
    target: str = "",
    is_comprehension: bool = False,
) -> str:
    """The steps of these numbers (None: all), and the handling where it comes among them."""
    for number in range(len(plan.steps) + 1) if steps is None else steps:
        if plan.handling is not None and plan.handling.before == number and plan.handling.guard != ENTRY:
            value = _handled(body, plan, value, key, known_key, target, is_comprehension=is_comprehension)
        if number < len(plan.steps):
            step = plan.steps[number]
            value = body.carried(step.text, step.way, value, only_expressions=is_comprehension)
    return value


def _handled(
    body: Body, plan: Plan, value: str, key: str, known_key: str, target: str, *, is_comprehension: bool
) -> str:
    handling = plan.handling
    assert handling is not None
    parameters = []
    if handling.guard == "shape":
        if "wanted[" in target:
            parameters = ["key", "wanted"]
        else:
            parameters = [target := target if target.isidentifier() else body.named(target)]
    elif handling.guard in ("key", "names"):
        if not key.isidentifier():
            key = body.named(key)
        parameters = [key, "names"] if handling.guard == "names" else [key]
    test = _test(plan, key, target, known_key)
    text = handling.text.replace("$", target)
    return body.handled(text, handling.style, plan.way, test, value, parameters, only_expressions=is_comprehension)


def _single(body: Body, plan: Plan) -> None:
    """One weight into one parameter."""
    net = _net(plan)
    _source(body, plan)
    _read(body, plan)
    if plan.sink.startswith(f"{SINK}CELL"):
        target, cell = "", f"{net}{plan.network.access}"
    else:
        target, cell = _target(body, plan, net), ""
    shaped = f"{cell}.weight" if cell else target
    value = _journey(body, plan, "weight", target=shaped)
    _add_sink(body, plan, TARGET=target, CELL=cell, VALUE=value)


def _read(body: Body, plan: Plan) -> None:
    if not plan.read:
        return
    key = plan.torch_key
    if plan.renaming and plan.renamed:
        renamed = plan.renamed.replace("KEY", "key")
        body.add(f"state_dict = {{{renamed}: value for key, value in state_dict.items()}}")
        key = plan.network.key
    body.add(plan.read.replace("KEY", f'"{key}"'))


def _target(body: Body, plan: Plan, net: str) -> str:
    """How the parameter is called, by a name or not."""
    if not plan.target:
        return f"{net}{plan.network.access}.weight"
    text = (
        plan.target.replace("net", net).replace("ACCESS", plan.network.access).replace("NAME", f'"{plan.network.key}"')
    )
    body.add(text)
    return "target"


def _entry(body: Body, plan: Plan) -> None:
    """One weight, alone in a dictionary or list for the network."""
    _source(body, plan)
    _read(body, plan)
    value = _journey(body, plan, "weight", target=f"{_net(plan)}{plan.network.access}.weight")
    key = plan.network.key
    values = f'[{{"name": "{key}", "data": {value}}}]' if takes_list(plan) else f'{{"{key}": {value}}}'
    if plan.target:
        body.add(f"values = {values}")
        values = "values"
    _add_sink(body, plan, NET=_net(plan), VALUES=values)


def takes_list(plan: Plan) -> bool:
    """Whether the sink takes a list, not a dictionary."""
    return "save_checkpoint" in plan.sink


def _whole(body: Body, plan: Plan) -> None:
    """All of torch's dictionary into the network."""
    _source(body, plan)
    if plan.handling is not None and plan.handling.guard == "shape":
        body.add(f"wanted = {_net(plan)}.parameters_dict()")
    _names(body, plan)
    bounds = [0, *([plan.split] if len(plan.stages) == 2 else []), len(plan.steps)]
    entry_at = -1
    if plan.handling is not None and plan.handling.guard == ENTRY:
        entry_at = bounds.index(plan.handling.before)
    container, key = "state_dict", plan.torch_key
    for number, stage in enumerate(plan.stages):
        if entry_at == number:
            _handle_entry(body, plan, container, key)
        is_last = number == len(plan.stages) - 1
        renames = bool(plan.renaming) and (number == 0 if plan.renames_early else is_last)
        span = range(bounds[number], bounds[number + 1] + is_last)
        given, container = container, "parameters" if is_last else "converted"
        loop = _Loop(stage, span, given, container, key, renames=renames, as_list=is_last and takes_list(plan))
        (_write_comprehension if stage == COMPREHENSION else _write_loop)(body, plan, loop)
        key = plan.network.key if renames else key
    if entry_at == len(plan.stages):
        _handle_entry(body, plan, container, key)
    _add_sink(body, plan, NET=_net(plan), VALUES=container)


def _handle_entry(body: Body, plan: Plan, container: str, key: str) -> None:
    """The handling of one entry of a dictionary, outside of the loops."""
    assert plan.handling is not None
    entry = f'{container}["{key}"]'
    body.add(f"{entry} = {body.carried(plan.handling.text, plan.way, entry)}")


@dataclass(frozen=True)
class _Loop:
    """A loop over one dictionary that makes another, or a list."""

    header: str
    steps: range
    given: str
    made: str
    known_key: str
    """The weight's name in the dictionary that is given."""
    renames: bool
    as_list: bool


def _write_comprehension(body: Body, plan: Plan, loop: _Loop) -> None:
    key = plan.renamed.replace("KEY", "key") if loop.renames else "key"
    named = {"key": "key", "known_key": loop.known_key, "target": "wanted[key]"}
    value = _journey(body, plan, "value", loop.steps, **named, is_comprehension=True)
    entries = f"for key, value in {loop.given}.items()"
    if loop.as_list:
        body.add(f'{loop.made} = [{{"name": {key}, "data": {value}}} {entries}]')
    else:
        body.add(f"{loop.made} = {{{key}: {value} {entries}}}")


def _write_loop(body: Body, plan: Plan, loop: _Loop) -> None:
    key = plan.renamed.replace("KEY", "key") if loop.renames else "key"
    known_key = loop.known_key
    body.add(f"{loop.made} = {'[]' if loop.as_list else plan.empty}")
    body.add(loop.header.replace("GIVEN", loop.given))
    body.depth += 1
    if loop.renames and plan.renames_early:
        body.add(f"key = {key}")
        key, known_key = "key", plan.network.key
    value = _journey(body, plan, "value", loop.steps, key="key", known_key=known_key, target="wanted[key]")
    if loop.as_list:
        body.add(f'{loop.made}.append({{"name": {key}, "data": {value}}})')
    else:
        body.add(plan.stored.replace("MADE", loop.made).replace("KEY", key).replace("VALUE", value))
    body.depth -= 1


def _names(body: Body, plan: Plan) -> None:
    if plan.handling is not None and plan.handling.guard == "names":
        body.add(
            f'names = [name + ".weight" for name, cell in {_net(plan)}.cells_and_names() '
            "if isinstance(cell, (@mindspore.nn.Conv1d, @mindspore.nn.Conv1dTranspose))]"
        )


def _walk(body: Body, plan: Plan) -> None:
    """All parameters of the network, each with its own weight."""
    _source(body, plan)
    _names(body, plan)
    header, _, key = plan.target.partition(" -> ")
    net = _net(plan)
    body.add(re.sub(r"\bnet\.", f"{net}.", header).replace("KIND", plan.network.layer.kind))
    body.depth += 2 if header.endswith("print(name)") else 1
    if header != SIDE_BY_SIDE:
        if not key.replace(".", "").isidentifier():
            body.add(f"key = {key}")
            key = "key"
        torch_key = plan.renamed.replace("KEY", key) if plan.renaming else key
        body.add(plan.read.replace("KEY", torch_key))
    target = "cell.weight" if "cell" in header else "parameter"
    value = _journey(body, plan, "weight", key=key, known_key=plan.network.key, target=target)
    _add_sink(body, plan, TARGET=target, CELL="cell", VALUE=value)


def _initial(body: Body, plan: Plan) -> None:
    """One weight as the first of a convolution."""
    _source(body, plan)
    _read(body, plan)
    value = _journey(body, plan, "weight")
    body.add(f"conv = {SINK}{plan.network.layer.mindspore(weight_init=value)}")


def _net(plan: Plan) -> str:
    return "self" if plan.place == "method" else "net"


_WRITE = {"single": _single, "entry": _entry, "whole": _whole, "walk": _walk, "initial": _initial}
