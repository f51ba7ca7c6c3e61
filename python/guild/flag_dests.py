"""Where flags go in a script that takes them as one global object: `global:NAME`, `dict:NAME` and `namespace:NAME`."""


def split_dest(dest):
    """The kind of a destination and its dotted name: `global:params` is (`global`, `params`)."""
    kind, _, name = dest.partition(":")
    return kind, name


def global_dest(name, flags, kind="global"):
    """Flags under a dotted name as nested objects: `foo.bar` and {a: 1} give {foo: {bar: {a: 1}}}."""
    first, path = _path(name)
    return {first: merge(None, path, flags, kind)}


def merges(name, flags, kind):
    """A function that puts flags into whatever the script assigns to the first part of a dotted name, by that part."""
    first, path = _path(name)
    return {first: lambda assigned: merge(assigned, path, flags, kind)}


def _path(name):
    first, *path = name.split(".")
    return first, path


def merge(target, path, flags, kind):
    """The target with the flags set in it, below `path`. A flag's own dots reach deeper.

    A dictionary takes items and another object attributes. Where there is none, one is made: a namespace for `namespace`,
    a dictionary otherwise.
    """
    root = _container(target, kind)
    for name, value in flags.items():
        _set(root, path + name.split("."), value, kind)
    if not flags:
        _reach(root, path, kind)
    return root


def _container(value, kind):
    if _takes_items(value) or hasattr(value, "__dict__"):
        return value
    if kind == "namespace":
        from types import SimpleNamespace

        return SimpleNamespace()
    return {}


def _takes_items(value):
    return hasattr(value, "__setitem__") and hasattr(value, "keys")


def _reach(root, path, kind):
    target = root
    for name in path:
        below = _container(_get(target, name), kind)
        _put(target, name, below)
        target = below
    return target


def _set(root, path, value, kind):
    _put(_reach(root, path[:-1], kind), path[-1], value)


def _get(target, name):
    if _takes_items(target):
        return target[name] if name in target else None
    return getattr(target, name, None)


def _put(target, name, value):
    if _takes_items(target):
        target[name] = value
    else:
        setattr(target, name, value)
