"""Which function calls which: names are followed through imports, aliases and re-exports to where they are defined.

Only what is certain counts. A name that a function binds itself (a parameter, a loop's variable) hides the module's, a
method called on some object is not followed, and a function that is handed on but not called counts as not called.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from tests.architecture.source import PACKAGES, ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
Place = tuple[str, str]
"""A module and a name in it; the module itself has no name."""

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclass(slots=True)
class Module:
    """What the names at the top of a module stand for."""

    name: str
    path: str
    tree: ast.Module
    imports: dict[str, Place] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)  # also "Class.method"
    aliases: dict[str, ast.expr] = field(default_factory=dict)


class Code:
    """The modules of some packages below a folder, and where the names in them lead."""

    def __init__(self, root: Path = ROOT, packages: Iterable[str] = PACKAGES) -> None:
        self.modules: dict[str, Module] = {}
        for package in packages:
            for path in sorted((root / package).rglob("*.py")):
                parts = path.relative_to(root).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                tree = ast.parse(path.read_text(encoding="utf-8"))
                self.modules[name] = _read(Module(name, str(path.relative_to(root)), tree))

    def functions(self) -> Iterator[tuple[Place, Function]]:
        for module in self.modules.values():
            for name, function in module.functions.items():
                yield (module.name, name), function

    def function(self, place: Place) -> Function | None:
        module = self.modules.get(place[0])
        return module.functions.get(place[1]) if module else None

    def follow(self, module: str, spoken: ast.expr) -> Place | None:
        """Where `name` or `module.name`, as written at the top of a module, is defined; None when nobody can say."""
        if isinstance(spoken, ast.Name):
            return self.find(module, spoken.id)
        if isinstance(spoken, ast.Attribute):
            owner = self.follow(module, spoken.value)
            return self.find(owner[0], spoken.attr) if owner and not owner[1] else None
        return None

    def find(self, module: str, name: str) -> Place | None:
        """Where a name of a module is defined, there or where the module has it from; others' modules are not read."""
        known = self.modules.get(module)
        if known is None:
            return module, name
        if name in known.functions:
            return module, name
        if name in known.imports:
            source, its_name = known.imports[name]
            if not its_name:
                return source, ""
            if source != module:
                return self.find(source, its_name)
        if name in known.aliases:
            return self.follow(module, known.aliases[name])
        inner = f"{module}.{name}"
        return (inner, "") if inner in self.modules else None

    def called_by(self, module: str, function: Function, call: ast.Call) -> Place | None:
        """What a call in the body of a function calls."""
        return None if _root(call.func) in bound_in(function) else self.follow(module, call.func)

    @cached_property
    def users(self) -> Mapping[Place, set[Place]]:
        """For each function those that name it, be it to call it, hand it on or put it in a table; also modules."""
        found: dict[Place, set[Place]] = {}
        for module in self.modules.values():
            for owner, part in _parts(module):
                user = (module.name, owner)
                for place in self._named_in(module.name, part) - {user}:
                    found.setdefault(place, set()).add(user)
        return found

    def _named_in(self, module: str, part: ast.AST) -> set[Place]:
        hidden = bound_in(part) if isinstance(part, Function) else frozenset()
        spoken = (node for node in nodes_in(part) if isinstance(node, ast.Name | ast.Attribute))
        places = (self.follow(module, node) for node in spoken if _root(node) not in hidden)
        return {place for place in places if place and place[1]}


@cache
def nodes_in(part: ast.AST) -> Sequence[ast.AST]:
    """The part and all that stands in it."""
    return tuple(ast.walk(part))


@cache
def bound_in(function: Function) -> frozenset[str]:
    """The names that stand for something else inside a function than at the top of its module."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    names = {argument.arg for argument in named if argument}
    for node in nodes_in(function):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.ExceptHandler(name=str(name)):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names |= {name} if node is not function else set()
            case ast.Lambda():
                names |= {argument.arg for argument in node.args.args}
    return frozenset(names)


def calls_at_once(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that an expression makes whenever it is worked out: not what stands behind a condition or a lambda."""
    if isinstance(node, ast.Call):
        yield node
    for part in _certain_parts(node):
        yield from calls_at_once(part)


def _certain_parts(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BoolOp():
            yield node.values[0]
        case ast.IfExp():
            yield node.test
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield node.generators[0].iter
        case _ if not isinstance(node, _SCOPES):
            yield from ast.iter_child_nodes(node)


def _root(spoken: ast.expr) -> str:
    while isinstance(spoken, ast.Attribute):
        spoken = spoken.value
    return spoken.id if isinstance(spoken, ast.Name) else ""


def _read(module: Module) -> Module:
    for part in module.tree.body:
        for inner in nodes_in(part):
            if isinstance(inner, ast.Import | ast.ImportFrom):
                module.imports |= _imported(inner, module)
        match part:
            case ast.Assign(targets=[ast.Name(id=name)]):
                module.aliases[name] = part.value
    for owner, node in _parts(module):
        if owner and isinstance(node, Function):
            module.functions[owner] = node
    return module


def _imported(node: ast.Import | ast.ImportFrom, module: Module) -> dict[str, Place]:
    if isinstance(node, ast.ImportFrom):
        source = _source_of(node, module)
        return {alias.asname or alias.name: (source, alias.name) for alias in node.names}
    tops = [alias.name.partition(".")[0] for alias in node.names]
    return {
        alias.asname or top: (alias.name if alias.asname else top, "")
        for alias, top in zip(node.names, tops, strict=True)
    }


def _source_of(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    above = node.level - (1 if module.path.endswith("__init__.py") else 0)
    return ".".join([*parts[: len(parts) - above], *filter(None, [node.module])])


def _parts(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """The functions and methods of a module by name, and under no name what else stands in it."""
    for node in module.tree.body:
        if isinstance(node, Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                yield (f"{node.name}.{inner.name}" if isinstance(inner, Function) else ""), inner
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            yield "", node
