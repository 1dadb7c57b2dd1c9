"""Writes the program of a plan."""

from __future__ import annotations

from weight_plans import OLD, SINK, Plan
from weight_steps import Body

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
    body.add(text.replace("KEY", f'"{plan.torch_key}"'))
    body.depth += plan.source.opens


def _test(plan: Plan, value: str, key: str, target: str, *, known_key: str) -> str:
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
    steps: range,
    *,
    key: str = "",
    known_key: str = "",
    target: str = "",
    is_comprehension: bool = False,
) -> str:
    """The steps of these numbers, and the handling where it comes among them."""
    for number in steps:
        if plan.handling is not None and plan.handling.before == number:
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
    test = _test(plan, value, key, target, known_key=known_key)
    text = handling.text.replace("$", target)
    return body.handled(text, handling.style, plan.way, test, value, parameters, only_expressions=is_comprehension)


def _all_steps(plan: Plan) -> range:
    return range(len(plan.steps) + 1)


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
    value = _journey(body, plan, "weight", _all_steps(plan), target=shaped)
    body.add(plan.sink.replace("TARGET", target).replace("CELL", cell).replace("VALUE", value))


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
    value = _journey(body, plan, "weight", _all_steps(plan), target=f"{_net(plan)}{plan.network.access}.weight")
    key = plan.network.key
    values = f'[{{"name": "{key}", "data": {value}}}]' if _takes_list(plan) else f'{{"{key}": {value}}}'
    if plan.target:
        body.add(f"values = {values}")
        values = "values"
    _add_sink(body, plan, values)


def _add_sink(body: Body, plan: Plan, values: str) -> None:
    body.add(plan.sink.replace("NET", _net(plan)).replace("VALUES", values))


def _takes_list(plan: Plan) -> bool:
    return "save_checkpoint" in plan.sink


def _whole(body: Body, plan: Plan) -> None:
    """All of torch's dictionary into the network."""
    _source(body, plan)
    if plan.handling is not None and plan.handling.guard == "shape":
        body.add(f"wanted = {_net(plan)}.parameters_dict()")
    _names(body, plan)
    steps = list(_all_steps(plan))
    parts = [steps[: plan.split], steps[plan.split :]] if len(plan.stages) == 2 else [steps]
    container = "state_dict"
    has_net_key = not plan.renaming
    for number, (stage, part) in enumerate(zip(plan.stages, parts, strict=True)):
        is_last = number == len(parts) - 1
        renames = plan.renaming and number == (0 if plan.renames_early else len(parts) - 1)
        name = "parameters" if is_last else "converted"
        renamed = plan.renamed.replace("KEY", "key") if renames else "key"
        as_list = is_last and _takes_list(plan)
        span = range(part[0], part[-1] + 1) if part else range(0)
        known_key = plan.network.key if has_net_key else plan.torch_key
        if stage == "comprehension":
            value = _journey(
                body, plan, "value", span, key="key", known_key=known_key, target="wanted[key]", is_comprehension=True
            )
            made = f'[{{"name": {renamed}, "data": {value}}}' if as_list else f"{{{renamed}: {value}"
            body.add(f"{name} = {made} for key, value in {container}.items(){']' if as_list else '}'}")
        else:
            body.add(f"{name} = {'[]' if as_list else '{}'}")
            body.add(f"for key, value in {container}.items():" if stage == "items" else f"for key in {container}:")
            body.depth += 1
            if stage == "keys":
                body.add(f"value = {container}[key]")
            if renames and plan.renames_early:
                body.add(f"key = {renamed}")
                renamed, known_key = "key", plan.network.key
            value = _journey(body, plan, "value", span, key="key", known_key=known_key, target="wanted[key]")
            body.add(
                f'{name}.append({{"name": {renamed}, "data": {value}}})' if as_list else f"{name}[{renamed}] = {value}"
            )
            body.depth -= 1
        has_net_key = has_net_key or bool(renames)
        container = name
    _add_sink(body, plan, container)


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
    body.add(header.replace("net.", f"{_net(plan)}.").replace("KIND", plan.network.layer.kind))
    body.depth += 1
    if not key.replace(".", "").isidentifier():
        body.add(f"key = {key}")
        key = "key"
    torch_key = plan.renamed.replace("KEY", key) if plan.renaming else key
    body.add(plan.read.replace("KEY", torch_key))
    target = "cell.weight" if "cell" in header else "parameter"
    value = _journey(body, plan, "weight", _all_steps(plan), key=key, known_key=plan.network.key, target=target)
    body.add(plan.sink.replace("TARGET", target).replace("CELL", "cell").replace("VALUE", value))


def _initial(body: Body, plan: Plan) -> None:
    """One weight as the first of a convolution."""
    _source(body, plan)
    _read(body, plan)
    value = _journey(body, plan, "weight", _all_steps(plan))
    body.add(f"conv = {SINK}{plan.network.layer.mindspore(weight_init=value)}")


def _net(plan: Plan) -> str:
    return "self" if plan.place == "method" else "net"


_WRITE = {"single": _single, "entry": _entry, "whole": _whole, "walk": _walk, "initial": _initial}
