"""Tools for Python scripts. The one that every run needs runs a script as if by `python script.py`, globals preset.

Assignments are replaced in the parsed script, not in its text, so every line keeps its number. `_ast` and `compile` do the
work; the `ast` module would cost more than all the rest of the start.
"""

import sys

MERGE_NAME = "__guild_merge__"

# Set by programs that do nothing but run one script.
owns_process = False

# What the scripts that are run say of where they come from (`__spec__`), in place of what they would say by themselves.
main_spec = None

# What lies in other modules, which a run does not need.
_ELSEWHERE = {
    "Script": "script_info",
    "scripts_for_dir": "script_info",
    "Result": "listeners",
    "listen_function": "listeners",
    "listen_method": "listeners",
    "remove_function_listener": "listeners",
    "remove_function_listeners": "listeners",
    "remove_method_listener": "listeners",
    "remove_method_listeners": "listeners",
}


def __getattr__(name):
    if name not in _ELSEWHERE:
        raise AttributeError("module %r has no attribute %r" % (__name__, name))
    from importlib import import_module

    return getattr(import_module("guild." + _ELSEWHERE[name]), name)


def safe_module_name(name):
    """The name that a script file can be imported by: without its extension, dashes as underscores."""
    return (name[:-3] if name.endswith(".py") else name).replace("-", "_")


def exec_script(filename, globals=None, mod_name="__main__", merges=None, namespace=None):
    """Runs the script `filename` and gives the dictionary of its global variables.

    globals: values by name; each replaces what the script assigns first, and is there even if the script assigns nothing.
    mod_name: `__main__`, or with a package before it (`pkg.__main__`), which makes relative imports work.
    merges: functions by name; each is given what the script assigns first, and gives what is assigned.
    namespace: the dictionary to use; by default a new one.
    """
    globals = globals or {}
    merges = merges or {}
    package, name = split_mod_name(mod_name)
    if package:
        __import__(package)
    code = _compile_script(filename, globals, merges)
    script_globals = _namespace(name) if namespace is None else namespace
    script_globals.update(globals)
    for merged, merge in merges.items():
        script_globals[merged] = merge(None)
    if merges:
        script_globals[MERGE_NAME] = merges
    script_globals.update({"__package__": package, "__name__": name, "__file__": filename})
    if main_spec:
        script_globals["__spec__"] = main_spec
    elif package:
        script_globals["__spec__"] = _spec(package, filename)
    exec(code, script_globals)
    return script_globals


def split_mod_name(mod_name):
    """`pkg.sub.mod` as (`pkg.sub`, `mod`)."""
    package, _, name = mod_name.rpartition(".")
    return package, name


def _namespace(name):
    """Where a script's globals live. In a process of its own it is the main module, where pickle and unittest look."""
    module = type(sys)(name)
    if owns_process and name == "__main__":
        sys.modules[name] = module
    module.__dict__["__builtins__"] = __builtins__
    return module.__dict__


def _spec(package, filename):
    """How processes that multiprocessing starts find the module again. It costs nothing after `python -m`."""
    from importlib.util import spec_from_file_location
    from os.path import basename, splitext

    return spec_from_file_location("%s.%s" % (package, splitext(basename(filename))[0]), filename)


def _compile_script(filename, globals, merges):
    with open(filename, "rb") as f:
        source = f.read()
    if not globals and not merges:
        return compile(source, filename, "exec", dont_inherit=True)
    import _ast

    tree = compile(source, filename, "exec", _ast.PyCF_ONLY_AST, dont_inherit=True)
    tree.body = _Assigner(_ast, globals, merges).block(tree.body, set(globals) | set(merges))
    return compile(tree, filename, "exec", dont_inherit=True)


class _Assigner:
    """Gives the first assignment of each name its value, at module level and in the branches that stand there."""

    def __init__(self, ast, globals, merges):
        self.ast = ast
        self.globals = globals
        self.merges = merges

    def block(self, statements, names):
        """The statements with replaced assignments. Names that were assigned are taken out of `names`."""
        return [new for statement in statements for new in self.statement(statement, names)]

    def statement(self, node, names):
        ast = self.ast
        if isinstance(node, ast.Assign):
            return self.assign(node, names)
        if isinstance(node, ast.AnnAssign) and node.value is not None and self.named(node.target, names):
            names.discard(node.target.id)
            node.value = self.replacement(node.target.id, node.value)
        elif isinstance(node, ast.If):
            before = set(names)
            node.body = self.block(node.body, names)
            node.orelse = self.branch(node.orelse, before, names)
        elif isinstance(node, ast.Try):
            before = set(names)
            node.body = self.block(node.body, names)
            for handler in node.handlers:
                handler.body = self.branch(handler.body, before, names)
            node.orelse = self.block(node.orelse, names)
            node.finalbody = self.block(node.finalbody, names)
        elif isinstance(node, ast.With):
            node.body = self.block(node.body, names)
        return [node]

    def branch(self, statements, before, names):
        """Statements that run instead of others, and so may assign what had no value before both."""
        left = set(before)
        replaced = self.block(statements, left)
        names.intersection_update(left)
        return replaced

    def assign(self, node, names):
        flags = [target for target in node.targets if self.named(target, names)]
        if not flags:
            return [node]
        node.targets = [target for target in node.targets if target not in flags]
        names.difference_update(target.id for target in flags)
        own = [node] if node.targets else []
        return own + [self.single(node, target) for target in flags]

    def single(self, node, target):
        value = self.replacement(target.id, node.value)
        return _at(self.ast.Assign(targets=[target], value=value), node)

    def named(self, target, names):
        return isinstance(target, self.ast.Name) and target.id in names

    def replacement(self, name, original):
        if name in self.globals:
            return self.literal(self.globals[name], original)
        load = self.ast.Load()
        merges = _at(self.ast.Name(id=MERGE_NAME, ctx=load), original)
        merge = _at(self.ast.Subscript(value=merges, slice=self.index(name, original), ctx=load), original)
        return _at(self.ast.Call(func=merge, args=[original], keywords=[]), original)

    def index(self, name, original):
        constant = _at(self.ast.Constant(value=name, kind=None), original)
        # Python 3.8 wraps what stands in brackets once more.
        return constant if sys.version_info >= (3, 9) else _at(self.ast.Index(value=constant), original)

    def literal(self, value, original):
        ast = self.ast
        if isinstance(value, list):
            items = [self.literal(item, original) for item in value]
            return _at(ast.List(elts=items, ctx=ast.Load()), original)
        if isinstance(value, dict):
            keys = [self.literal(key, original) for key in value]
            items = [self.literal(item, original) for item in value.values()]
            return _at(ast.Dict(keys=keys, values=items), original)
        return _at(ast.Constant(value=value, kind=None), original)


def _at(node, original):
    """The node, standing where the original stands."""
    for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
        setattr(node, name, getattr(original, name, None))
    return node
