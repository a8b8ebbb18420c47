"""Whether a function asks for permission on every way through it, itself or by what it calls."""

import ast
from collections.abc import Sequence
from enum import Flag, auto
from functools import reduce
from operator import or_

from accounts.permissions import require
from core.idempotency import once
from tests.architecture.calls import Code, Function, Place, calls_at_once

REQUIRE: Place = (require.__module__, "require")
ONCE: Place = (once.__module__, "once")
"""It calls the function that it is handed, unless the very same was done before."""


class Way(Flag):
    """How some lines can be left without having asked. None: they ask, or raise."""

    NONE = 0
    ON = auto()  # to the line that follows
    OUT = auto()  # by a return


class Asking:
    """Answers for each function of some code whether it asks by one package's policy, and keeps the answers."""

    def __init__(self, code: Code, package: str) -> None:
        self._code = code
        self._policy = (f"{package}.permissions", "POLICY")
        self._known: dict[Place, bool] = {}

    def call_asks(self, module: str, called: Place, call: ast.Call) -> bool:
        """It calls `require` with the package's policy, or something that does."""
        if called != REQUIRE:
            return self.asks(called)
        policy = call.args[0] if call.args else None
        return isinstance(policy, ast.Name) and self._code.modules[module].imports.get(policy.id) == self._policy

    def asks(self, place: Place) -> bool:
        """It cannot come to its end without having asked."""
        if place not in self._known:
            self._known[place] = False  # while we look: whoever calls itself has not asked by that
            function = self._code.function(place)
            self._known[place] = function is not None and not _Body(self._code, self, place[0], function).ways()
        return self._known[place]


class _Body:
    """The lines of one function."""

    def __init__(self, code: Code, asking: Asking, module: str, function: Function) -> None:
        self._code, self._asking, self._module, self._function = code, asking, module, function
        self._looked_at: set[str] = set()

    def ways(self) -> Way:
        return self._through(self._function.body)

    def _through(self, lines: Sequence[ast.stmt]) -> Way:
        out = Way.NONE
        for line in lines:
            way = self._past(line)
            out |= way & Way.OUT
            if Way.ON not in way:
                return out
        return out | Way.ON

    def _past(self, line: ast.stmt) -> Way:
        if isinstance(line, ast.Raise) or any(self._asks(part) for part in _worked_out_first(line)):
            return Way.NONE
        match line:
            case ast.Return():
                return Way.OUT
            case ast.Try():
                return self._past_try(line)
            case ast.With() | ast.AsyncWith():
                return self._through(line.body)
            case ast.If():
                return self._through(line.body) | self._through(line.orelse)
        within = reduce(or_, map(self._through, _lines_perhaps_run(line)), Way.NONE)
        return within | Way.ON

    def _past_try(self, line: ast.Try) -> Way:
        caught = reduce(or_, (self._through(one.body) for one in line.handlers), Way.NONE)
        way = self._through([*line.body, *line.orelse]) | caught
        return way if self._through(line.finalbody) else Way.NONE

    def _asks(self, part: ast.AST) -> bool:
        return any(self._call_asks(call) for call in calls_at_once(part))

    def _call_asks(self, call: ast.Call) -> bool:
        called = self._code.called_by(self._module, self._function, call)
        if called == ONCE:
            return any(self._own_asks(part.value) for part in call.keywords)
        return self._own_asks(call.func) if called is None else self._asking.call_asks(self._module, called, call)

    def _own_asks(self, spoken: ast.expr) -> bool:
        """It is a function that stands inside this one, and asks."""
        name = spoken.id if isinstance(spoken, ast.Name) else ""
        own = [one for one in ast.walk(self._function) if isinstance(one, ast.FunctionDef) and one.name == name]
        if len(own) != 1 or own[0] is self._function or name in self._looked_at:
            return False
        self._looked_at.add(name)
        try:
            return not self._through(own[0].body)
        finally:
            self._looked_at.remove(name)


def _lines_perhaps_run(line: ast.stmt) -> Sequence[list[ast.stmt]]:
    match line:
        case ast.For() | ast.AsyncFor() | ast.While():
            return [line.body, line.orelse]
        case ast.Match():
            return [one.body for one in line.cases]
    return []


def _worked_out_first(line: ast.stmt) -> Sequence[ast.AST]:
    """What of a line is worked out in any case, before the lines within it."""
    match line:
        case ast.If() | ast.While():
            return [line.test]
        case ast.For() | ast.AsyncFor():
            return [line.iter]
        case ast.With() | ast.AsyncWith():
            return [item.context_expr for item in line.items]
        case ast.Match():
            return [line.subject]
        case ast.Try() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return []
    return [line]
