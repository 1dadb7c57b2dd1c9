"""Follows weights through the statements of a file, from top to bottom.

Nothing runs. Of a branch whose condition is known only the side that is taken is read: the weight that is followed is
a Conv1d's, so it has rank 3. Of another branch both sides are read, and what each made of a weight counts. A loop over
a dictionary of weights is read once, for a weight of any name or of the one that the run asks about.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Sequence

from ms_convlint.facts.weights.branches import Branches, join_all, replace_names
from ms_convlint.facts.weights.containers import forget
from ms_convlint.facts.weights.elements import elements, merge
from ms_convlint.facts.weights.frames import Frame
from ms_convlint.facts.weights.signs import takes_weights
from ms_convlint.facts.weights.things import (
    Collection,
    Constant,
    Entry,
    Key,
    Weight,
)


class Reader(Branches):
    """Reads statements; Branches, Targets and Expressions read what stands in them."""

    def block(self, statements: Sequence[ast.stmt], frame: Frame) -> bool:
        """Read statements in order; whether control surely leaves the block."""
        for statement in statements:
            self.spend()
            read = _STATEMENTS.get(type(statement))
            if read is not None and read(self, statement, frame):
                return True
        return False

    def _assign(self, statement: ast.Assign, frame: Frame) -> None:
        value = self.evaluate(statement.value, frame)
        for target in statement.targets:
            self.store(target, value, frame, statement.value)

    def _annotated(self, statement: ast.AnnAssign, frame: Frame) -> None:
        if statement.value is not None:
            self.store(statement.target, self.evaluate(statement.value, frame), frame, statement.value)

    def _augmented(self, statement: ast.AugAssign, frame: Frame) -> None:
        before, added = self.evaluate(statement.target, frame), self.evaluate(statement.value, frame)
        if isinstance(before, Collection) and isinstance(added, Collection):
            merge(self, before, added)
        elif isinstance(before, Collection):
            before.is_open = True
            for element in elements(self, added) or ():
                before.add(Entry(None, element))
        elif isinstance(before, Weight):
            return  # arithmetic keeps the rank
        else:
            self.store(statement.target, Key() if isinstance(before, Key) else None, frame, None)

    def _expression(self, statement: ast.Expr, frame: Frame) -> None:
        self.dropped.add(statement.value)
        self.evaluate(statement.value, frame)

    def _return(self, statement: ast.Return, frame: Frame) -> bool:
        frame.returned.append(self.evaluate(statement.value, frame) if statement.value is not None else Constant(None))
        return True

    def _assert(self, statement: ast.Assert, frame: Frame) -> bool:
        truth = self.truth(statement.test, frame)
        self.refine(statement.test, frame)
        return truth is False  # whatever follows does not run for this weight

    def _import(self, statement: ast.Import | ast.ImportFrom, frame: Frame) -> None:
        """What is imported under a name replaces what it stood for."""
        for alias in statement.names:
            frame.names.pop(alias.asname or alias.name, None)

    def _leave(self, statement: ast.stmt, frame: Frame) -> bool:
        return True

    def _for(self, statement: ast.For, frame: Frame) -> None:
        source = self.evaluate(statement.iter, frame)
        found = elements(self, source)
        if found is None:
            self._perhaps(statement.body, frame, statement.target)
        doubt, choices = self.doubt, self.choices
        for element in found or ():
            self.note_loop(statement, source, element)
            self.store(statement.target, element, frame, None)
            self._turn(statement.body, frame)
            self.doubt, self.choices = doubt, choices  # a continue ends with its turn
        self.block(statement.orelse, frame)

    def _turn(self, body: list[ast.stmt], frame: Frame) -> None:
        """One turn of a loop: whatever left it by break or continue stands behind it, too."""
        self.exits.append([])
        left = self.block(body, frame)
        exits = self.exits.pop()
        ends = exits if left else [dict(frame.names), *exits]
        replace_names(frame.names, join_all(ends) if ends else frame.names)

    def _perhaps(self, body: list[ast.stmt], frame: Frame, target: ast.expr | None = None) -> None:
        """A loop that may not run at all."""
        before = dict(frame.names)
        with self.in_doubt():
            if target is not None:
                self.store(target, None, frame, None)
            self._turn(body, frame)
        replace_names(frame.names, join_all([before, frame.names]))

    def _while(self, statement: ast.While, frame: Frame) -> None:
        self.evaluate(statement.test, frame)
        self._perhaps(statement.body, frame)

    def _leave_turn(self, statement: ast.Break | ast.Continue, frame: Frame) -> bool:
        if self.exits:
            self.exits[-1].append(dict(frame.names))
        return True

    def _with(self, statement: ast.With, frame: Frame) -> bool:
        for item in statement.items:
            value = self.evaluate(item.context_expr, frame)
            if item.optional_vars is not None:
                self.store(item.optional_vars, value, frame, item.context_expr)
        return self.block(statement.body, frame)

    def _try(self, statement: ast.Try, frame: Frame) -> bool:
        names, before, arrived = frame.names, dict(frame.names), len(self.log.arrivals)
        left = self.block(statement.body, frame) or self.block(statement.orelse, frame)
        if any(takes_weights(ast.unparse(inner)) for handler in statement.handlers for inner in handler.body):
            del self.log.arrivals[arrived:]  # where it raises, the handler loads it otherwise
        ends = [] if left else [dict(names)]
        within = join_all([before, names])
        for handler in statement.handlers:
            replace_names(names, within)
            with self.in_doubt():
                if not self.block(handler.body, frame):
                    ends.append(dict(names))
        replace_names(names, join_all(ends) if ends else within)
        return self.block(statement.finalbody, frame) or not ends

    def _delete(self, statement: ast.Delete, frame: Frame) -> None:
        """``del params[key]``: whatever is left, that one is gone."""
        for target in statement.targets:
            if isinstance(target, ast.Subscript):
                forget(self.evaluate(target.value, frame), self.evaluate(target.slice, frame))
            elif isinstance(target, ast.Attribute):
                self.change_cell(self.evaluate(target.value, frame))

    def _function(self, statement: ast.FunctionDef, frame: Frame) -> None:
        if frame.scope.is_function:
            frame.names[statement.name] = self.definition(statement, frame)


_Read = Callable[..., "bool | None"]
_STATEMENTS: dict[type[ast.stmt], _Read] = {
    ast.Assign: Reader._assign,
    ast.AnnAssign: Reader._annotated,
    ast.AugAssign: Reader._augmented,
    ast.Expr: Reader._expression,
    ast.Return: Reader._return,
    ast.Assert: Reader._assert,
    ast.Import: Reader._import,
    ast.ImportFrom: Reader._import,
    ast.Raise: Reader._leave,
    ast.Continue: Reader._leave_turn,
    ast.Break: Reader._leave_turn,
    ast.If: Reader.branch,
    ast.For: Reader._for,
    ast.While: Reader._while,
    ast.With: Reader._with,
    ast.Try: Reader._try,
    ast.FunctionDef: Reader._function,
    **({ast.TryStar: Reader._try} if sys.version_info >= (3, 11) else {}),
    ast.Match: Reader.match,
    ast.Delete: Reader._delete,
    ast.AsyncFor: Reader._for,
    ast.AsyncWith: Reader._with,
    ast.AsyncFunctionDef: Reader._function,
}
