"""Gathers scopes, bindings and calls in a single walk over a file's tree.

The walk is a loop, not a recursion: an expression nested ten thousand deep is as good as any other. It settles
nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from ms_convlint.facts.scopes import Binding, BindingKind, FunctionNode, Scope, Scopes
from ms_convlint.facts.signatures import WATCHED_NAMES


def gather(tree: ast.Module) -> Scopes:
    """Walk a file once."""
    walk = _Walk(tree)
    walk.run()
    walk.handlers.clear()  # methods of the walk's own: a circle that would keep the tree alive
    return walk.scopes


_LEAVES = frozenset(
    {ast.Constant, ast.Load, ast.Store, ast.Del, ast.Pass, ast.Break, ast.Continue, ast.alias}
    | set(ast.operator.__subclasses__())
    | set(ast.unaryop.__subclasses__())
    | set(ast.boolop.__subclasses__())
    | set(ast.cmpop.__subclasses__())
)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


_TOUCHED = frozenset({"has_bias", "requires_grad"})


class _Walk:
    def __init__(self, tree: ast.Module) -> None:
        module = Scope(tree, None)
        self.scopes = Scopes(module, {tree: module}, [], [], set(), set(), {}, False)
        self.stack: list[tuple[ast.AST, Scope]] = [(node, module) for node in reversed(tree.body)]
        self.handlers: dict[type[ast.AST], Callable[..., None]] = {
            ast.Name: self.name,
            ast.Attribute: self.attribute,
            ast.Call: self.call,
            ast.List: self.sequence,
            ast.Tuple: self.sequence,
            ast.Assign: self.assign,
            ast.AnnAssign: self.annotated_assign,
            ast.AugAssign: self.augmented_assign,
            ast.NamedExpr: self.named_expression,
            ast.FunctionDef: self.function,
            ast.AsyncFunctionDef: self.function,
            ast.Lambda: self.function,
            ast.ClassDef: self.class_definition,
            ast.Import: self.import_statement,
            ast.ImportFrom: self.import_from,
            ast.Global: self.global_statement,
            ast.Nonlocal: self.nonlocal_statement,
            ast.ExceptHandler: self.except_handler,
            ast.JoinedStr: self.formatted_string,
            ast.MatchAs: self.match_capture,
            ast.MatchStar: self.match_capture,
            **dict.fromkeys(_COMPREHENSIONS, self.comprehension),
        }

    def run(self) -> None:
        stack, handlers, leaves, syntax = self.stack, self.handlers, _LEAVES, ast.AST
        while stack:
            node, scope = stack.pop()
            handler = handlers.get(node.__class__)
            if handler is not None:
                handler(node, scope)
                continue
            for value in node.__dict__.values():
                if value.__class__ is list:
                    for item in value:
                        if isinstance(item, syntax) and item.__class__ not in leaves:
                            stack.append((item, scope))
                elif isinstance(value, syntax) and value.__class__ not in leaves:
                    stack.append((value, scope))

    def push(self, scope: Scope, *nodes: ast.AST | None) -> None:
        for node in nodes:
            if node is not None:
                self.stack.append((node, scope))

    def open_scope(self, node: ast.AST, parent: Scope) -> Scope:
        scope = Scope(node, parent)
        self.scopes.by_node[node] = scope
        return scope

    def name(self, node: ast.Name, scope: Scope) -> None:
        if node.ctx.__class__ is not ast.Load:
            scope.bind(node.id, Binding(BindingKind.OTHER, node, scope, node))
        elif node.id in WATCHED_NAMES:
            self.scopes.names_escape = True

    def attribute(self, node: ast.Attribute, scope: Scope) -> None:
        if node.ctx.__class__ is not ast.Load:
            self.bind_attribute(node, Binding(BindingKind.OTHER, node, scope, node), scope)
            return
        if node.attr in WATCHED_NAMES:
            self.scopes.names_escape = True
        if node.value.__class__ is not ast.Name:
            self.stack.append((node.value, scope))

    def call(self, node: ast.Call, scope: Scope) -> None:
        self.scopes.calls.append((node, scope))
        function = node.func
        if function.__class__ is ast.Attribute:
            assert isinstance(function, ast.Attribute)
            self.stack.append((function.value, scope))
        elif not isinstance(function, ast.Name):
            self.stack.append((function, scope))
        elif function.id == "isinstance":
            return
        self.items(node.args, scope)
        for keyword in node.keywords:
            if keyword.value.__class__ is not ast.Constant:
                self.stack.append((keyword.value, scope))

    def sequence(self, node: ast.List | ast.Tuple, scope: Scope) -> None:
        self.items(node.elts, scope)

    def items(self, nodes: list[ast.expr], scope: Scope) -> None:
        before: ast.expr | None = None
        for item in nodes:
            if item.__class__ is not ast.Constant:
                self.stack.append((item, scope))
                if before.__class__ is ast.Call and item.__class__ is ast.Call:
                    self.scopes.next_calls[before] = item
            before = item

    def assign(self, node: ast.Assign, scope: Scope) -> None:
        self.push(scope, node.value)
        for target in node.targets:
            self.bind_target(target, node.value, scope)

    def annotated_assign(self, node: ast.AnnAssign, scope: Scope) -> None:
        if node.value is not None:
            self.push(scope, node.value)
            self.bind_target(node.target, node.value, scope)

    def augmented_assign(self, node: ast.AugAssign, scope: Scope) -> None:
        self.push(scope, node.value)
        self.bind_target(node.target, None, scope)

    def named_expression(self, node: ast.NamedExpr, scope: Scope) -> None:
        self.push(scope, node.value)
        self.bind_target(node.target, node.value, scope)

    def bind_target(self, target: ast.expr, value: ast.expr | None, scope: Scope) -> None:
        """Bind what an assignment's left side names; ``value`` None: to no one expression."""
        pending: list[tuple[ast.expr, ast.expr | None]] = [(target, value)]
        while pending:
            target, value = pending.pop()
            kind = BindingKind.OTHER if value is None else BindingKind.VALUE
            if isinstance(target, ast.Name):
                scope.bind(target.id, Binding(kind, value or target, scope, target))
            elif isinstance(target, ast.Attribute):
                self.bind_attribute(target, Binding(kind, value or target, scope, target), scope)
            elif isinstance(target, (ast.Tuple, ast.List)):
                values: list[ast.expr | None] = [None] * len(target.elts)
                starred = any(isinstance(item, ast.Starred) for item in target.elts)
                if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(values) and not starred:
                    values = list(value.elts)
                pending += zip(target.elts, values, strict=True)
            elif isinstance(target, ast.Starred):
                pending.append((target.value, None))
            else:
                self.push(scope, target)

    def bind_attribute(self, target: ast.Attribute, binding: Binding, scope: Scope) -> None:
        if target.attr in _TOUCHED:
            self.scopes.touched.append((target, scope))
        if isinstance(target.value, ast.Name) and target.value.id == scope.self_name:
            owner = scope.method
            assert owner is not None
            assert owner.parent is not None
            owner.parent.attributes.setdefault(target.attr, []).append(binding)
        else:
            self.scopes.assigned_attributes.add(target.attr)
            self.push(scope, target.value)

    def function(self, node: FunctionNode, scope: Scope) -> None:
        inner = self.open_scope(node, scope)
        if not isinstance(node, ast.Lambda):
            scope.bind(node.name, Binding(BindingKind.DEFINITION, node, scope, node))
            self.push(scope, *node.decorator_list)
            self.push(inner, *reversed(node.body))
        else:
            self.push(inner, node.body)
        arguments = node.args
        self.push(scope, *arguments.defaults, *arguments.kw_defaults)
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            inner.bind(argument.arg, Binding(BindingKind.PARAMETER, argument, inner, argument))
        for variadic in (arguments.vararg, arguments.kwarg):
            if variadic is not None:
                inner.bind(variadic.arg, Binding(BindingKind.PARAMETER, variadic, inner, variadic))

    def class_definition(self, node: ast.ClassDef, scope: Scope) -> None:
        scope.bind(node.name, Binding(BindingKind.DEFINITION, node, scope, node))
        self.push(scope, *node.decorator_list)
        # A subclass with an initializer of its own is no other name for a layer, and few have none.
        initialized = any(isinstance(item, ast.FunctionDef) and item.name == "__init__" for item in node.body)
        for base in node.bases:
            if not (initialized and isinstance(base, (ast.Name, ast.Attribute))):
                self.push(scope, base)
        self.push(self.open_scope(node, scope), *reversed(node.body))

    def comprehension(self, node: ast.expr, scope: Scope) -> None:
        inner = self.open_scope(node, scope)
        self.push(inner, *ast.iter_child_nodes(node))

    def import_statement(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.split(".")[0]
            target = alias.name if alias.asname else name
            scope.bind(name, Binding(BindingKind.IMPORT, node, scope, node, target))

    def import_from(self, node: ast.ImportFrom, scope: Scope) -> None:
        origin = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                scope.module.star_imports.append(origin)
                continue
            if alias.asname and alias.name in WATCHED_NAMES:
                self.scopes.names_escape = True
            separator = "" if origin.endswith(".") else "."
            target = f"{origin}{separator}{alias.name}"
            scope.bind(alias.asname or alias.name, Binding(BindingKind.IMPORT, node, scope, node, target))

    def global_statement(self, node: ast.Global, scope: Scope) -> None:
        for name in node.names:
            scope.elsewhere[name] = scope.module

    def nonlocal_statement(self, node: ast.Nonlocal, scope: Scope) -> None:
        for name in node.names:
            outer = scope.parent
            while outer is not None and (outer.is_class or name not in outer.bindings):
                outer = outer.parent
            if outer is not None:
                scope.elsewhere[name] = outer

    def except_handler(self, node: ast.ExceptHandler, scope: Scope) -> None:
        if node.name:
            scope.bind(node.name, Binding(BindingKind.OTHER, node, scope, node))
        self.push(scope, node.type, *reversed(node.body))

    def formatted_string(self, node: ast.JoinedStr, scope: Scope) -> None:
        pending: list[ast.AST] = [node]
        while pending:
            inner = pending.pop()
            if isinstance(inner, ast.Call):
                self.scopes.formatted_calls.add(inner)
            pending += ast.iter_child_nodes(inner)
        self.push(scope, *node.values)

    def match_capture(self, node: ast.MatchAs | ast.MatchStar, scope: Scope) -> None:
        if node.name:
            scope.bind(node.name, Binding(BindingKind.OTHER, node, scope, node))
        if isinstance(node, ast.MatchAs):
            self.push(scope, node.pattern)
