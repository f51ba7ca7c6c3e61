"""What a Python script says of itself without being run: its imports, calls and parameters."""

import ast
import fnmatch
import functools
import glob
import os


@functools.total_ordering
class Script:
    """A script file, read when something is first asked of it. Scripts sort by path."""

    def __init__(self, src):
        self.src = src
        self.name = os.path.splitext(os.path.basename(src))[0]

    @functools.cached_property
    def _nodes(self):
        with open(self.src, "rb") as f:
            return list(ast.walk(ast.parse(f.read(), self.src)))

    @property
    def imports(self):
        """Modules, and the names that are taken from them, those of the module itself first."""
        return [name for node in self._nodes for name in _imported(node)]

    @property
    def calls(self):
        """Calls of something that has a name, outer ones first."""
        calls = (Call(node) for node in self._nodes if isinstance(node, ast.Call))
        return [call for call in calls if call.name is not None]

    @property
    def params(self):
        """Variables that the module assigns a literal at its first column, by name; the last literal counts."""
        params = {}
        for node in self._nodes:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.col_offset == 0 and node.value is not None:
                try:
                    value = _literal(node.value)
                except ValueError:
                    continue
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                params.update((target.id, value) for target in targets if isinstance(target, ast.Name))
        return params

    def __eq__(self, other):
        return isinstance(other, Script) and self.src == other.src

    def __lt__(self, other):
        return self.src < other.src

    def __hash__(self):
        return hash(self.src)


class Call:
    """A call in a script; `name` is that of the function or method alone."""

    def __init__(self, node):
        self.node = node
        self.name = getattr(node.func, "id", getattr(node.func, "attr", None))


def scripts_for_dir(dir, exclude=()):
    """The scripts of a directory whose paths match none of the patterns."""
    paths = glob.glob(os.path.join(glob.escape(dir), "*.py"))
    return [Script(path) for path in paths if not any(fnmatch.fnmatch(path, pattern) for pattern in exclude)]


def _imported(node):
    if isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.name


def _literal(node):
    """A number, string, boolean, None or list of such. Raises ValueError for every other expression."""
    if isinstance(node, ast.List):
        return [_literal(item) for item in node.elts]
    value = ast.literal_eval(node)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise ValueError(node)
