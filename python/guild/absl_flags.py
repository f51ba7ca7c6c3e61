"""Flags of a script that defines them with absl, as their definitions describe them."""

import enum
import sys

from absl import flags as absl_flags

from guild import flag_exchange


def intercept(found):
    """Calls `found` with the flags that the script and its project define, where absl would parse the command line."""

    def instead_of_parsing(self, argv, known_only=False):
        found(flags_of(self))

    absl_flags.FlagValues.__call__ = instead_of_parsing


def flags_of(values):
    """Flags in the order of their definition, without those that absl and other installed packages have for themselves."""
    flags = flag_exchange.Flags()
    for module, defined in values.flags_by_module_dict().items():
        if _is_of_project(module):
            for flag in defined:
                flags.add(flag.name, _attrs(flag))
    return flags


def _is_of_project(module):
    """absl knows the module that was started by the path it was started with."""
    return module == sys.argv[0] or flag_exchange.is_of_project(sys.modules.get(module))


def _attrs(flag):
    attrs = {}
    if flag.help:
        attrs["description"] = flag.help
    default = _default(flag)
    if default is not None:
        attrs["default"] = default
    choices = _choices(flag.parser)
    if choices:
        attrs["choices"] = choices
    if flag.boolean:
        # absl takes no separate value for these: --name or --noname.
        attrs.update({"arg-name": "no" + flag.name, "arg-switch": False} if default else {"arg-switch": True})
    return attrs


def _default(flag):
    value = flag.default
    if value is None and flag.boolean:
        return False
    if isinstance(value, (list, tuple)):
        return None if isinstance(flag, absl_flags.MultiFlag) else flag.serializer.serialize(value)
    return flag.serializer.serialize(value) if isinstance(value, enum.Enum) else value


def _choices(parser):
    if hasattr(parser, "enum_values"):
        return list(parser.enum_values)
    enum_class = getattr(parser, "enum_class", None)
    return [member.name.lower() for member in enum_class] if enum_class else []
