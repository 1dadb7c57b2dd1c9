"""A call read as torch means it, and the changes that put it in MindSpore's terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ms_convlint.call_text import CallText
from ms_convlint.facts.convolutions import Argument, Convolution
from ms_convlint.facts.refusals import is_torch_order, unknown_keywords
from ms_convlint.facts.signatures import MINDSPORE_WORDS, torch_signature
from ms_convlint.facts.values import Items, integer
from ms_convlint.finding import Edit
from ms_convlint.wording import said

TORCH_NAMES = {"has_bias": "bias", "group": "groups", "pad": "padding", "out_channel": "out_channels"}
"""What torch calls the parameters that MindSpore calls otherwise."""


_TRANSLATED_BY_NAME = frozenset({"has_bias", "group", "pad"})
"""What another callable of MindSpore's calls its parameter."""

SURE_MATCH = 0.8
"""How like a name must be, by difflib's ratio, for it to be meant."""


class UntranslatableError(Exception):
    """MindSpore has no words for the call, or the tool cannot tell which; ``message`` is for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass
class Reading:
    """One call with its arguments by torch's names.

    ``changes`` are the edits so far, ``touched`` the arguments that they change.
    """

    call: Convolution
    is_port: bool
    """Whether what the call leaves out means torch's defaults."""
    changes: list[Edit] = field(default_factory=list)
    touched: list[Argument] = field(default_factory=list)
    renamed: list[Argument] = field(default_factory=list)
    dropped: list[Argument] = field(default_factory=list)
    appended: list[str] = field(default_factory=list)

    @cached_property
    def text(self) -> CallText:
        """The call's text."""
        return CallText(self.call)

    @cached_property
    def torch_order(self) -> bool:
        """Whether the positional arguments stand in torch's order."""
        return is_torch_order(self.call)

    @cached_property
    def arguments(self) -> dict[str, Argument]:
        """The arguments by torch's names, as the call means them.

        Raises:
            UntranslatableError: there are too many, or two that say the same.
        """
        signature = self.call.signature
        torch = torch_signature(signature)
        names = torch.names if self.torch_order and torch is not None else signature.names
        found: dict[str, Argument] = {}
        for argument in self.call.arguments:
            name = argument.keyword
            if name is None:
                assert argument.position is not None
                if argument.position >= len(names):
                    raise UntranslatableError(
                        said("{written} is one argument more than there are parameters", written=argument.text)
                    )
                name = names[argument.position]
            name = self.respelt.get(name, name)
            name = TORCH_NAMES.get(name, name)
            if name in found:
                one, other = found[name].keyword or name, argument.keyword or name
                raise UntranslatableError(said("{one} and {other} say the same twice", one=one, other=other))
            found[name] = argument
        return found

    @cached_property
    def respelt(self) -> dict[str, str]:
        """Keywords that the callable lacks, and the parameters that must be meant.

        Raises:
            UntranslatableError: one is like no parameter, or not like enough.
        """
        from difflib import get_close_matches

        found = {}
        for argument in unknown_keywords(self.call):
            name = argument.keyword
            translated = _TRANSLATED_BY_NAME | (MINDSPORE_WORDS if self.call.signature.is_torch_like else frozenset())
            if name is None or name in translated:
                continue
            free = [known for known in self.call.signature.names if known not in self.call.bound]
            near = get_close_matches(name, free, 1)
            if not near:
                callee = self.call.signature.short_name
                raise UntranslatableError(said("{callee} has no {name}, and nothing like it", callee=callee, name=name))
            if not get_close_matches(name, near, 1, SURE_MATCH):
                raise UntranslatableError(said("write {near} for {name}, if that is meant", near=near[0], name=name))
            found[name] = near[0]
        return found

    def write(self, argument: Argument, keyword: str | None = None, value: str | None = None) -> None:
        """Another keyword, another value, or both."""
        slot = self.call.signature.index("pad_mode")
        needs_keyword = (
            self.torch_order and argument.position is not None and slot is not None and argument.position >= slot
        )
        named = argument.keyword is not None or needs_keyword
        if keyword is not None and named and argument.keyword != keyword and argument not in self.renamed:
            self.touched.append(argument)
            self.renamed.append(argument)
            self.changes.append(self.text.rename(argument, keyword))
        if value is not None and value != argument.text:
            self.touched.append(argument)
            self.changes.append(self.text.set_value(argument, value))

    def size_text(self, name: str, argument: Argument) -> str:
        """A size that torch takes as a tuple or list, in the form that this callable takes.

        Raises:
            UntranslatableError: it has not one number an axis.
        """
        items = item_texts(argument)
        axes = self.call.signature.axes
        if len(items) == 1 and (axes == 1 or name != "kernel_size"):
            return items[0]
        if len(items) != axes or axes == 1:
            raise UntranslatableError(
                said("{given} does not fit {axes} axes", given=f"{name}={argument.shown}", axes=axes)
            )
        return f"({', '.join(items)})"

    def drop(self, argument: Argument) -> None:
        """Take an argument away; of a padding with arguments behind it by position leave 0 in its place."""
        behind = [other for other in self.call.positional if (other.position or 0) > (argument.position or 0)]
        if argument.position is not None and behind and not self.torch_order:
            self.write(argument, value="0")
        else:
            self.touched.append(argument)
            self.dropped.append(argument)


def item_texts(argument: Argument) -> tuple[str, ...]:
    """The items of a tuple or list: as written, or their numbers where it stands elsewhere.

    Raises:
        UntranslatableError: they are not all known.
    """
    if argument.items is not None:
        return argument.items
    assert isinstance(argument.value, Items)
    numbers = [integer(item) for item in argument.value.items]
    if None in numbers:
        raise UntranslatableError(
            said("{written} is a tuple whose numbers are unknown: write it out", written=argument.text)
        )
    return tuple(map(str, numbers))
