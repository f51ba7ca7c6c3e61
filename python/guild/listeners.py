"""Functions that are told of every call of a method or of a module's function, and may answer it."""

import functools


class Result(Exception):
    """Raised by a listener to answer a call in place of the original."""

    def __init__(self, value):
        super().__init__(value)
        self.value = value


def listen_method(cls, method_name, listener):
    """Calls `listener(original, *args)` whenever the method is called; `original` is bound to the object."""
    _listen(cls, method_name, listener, bind=True)


def remove_method_listener(method, listener):
    _remove(_wrapper(method), listener)


def remove_method_listeners(method):
    _restore(_wrapper(method))


def listen_function(module, function_name, listener):
    """Calls `listener(original, *args)` whenever the module's function is called by those who look it up from now on."""
    _listen(module, function_name, listener, bind=False)


def remove_function_listener(function, listener):
    _remove(_wrapper(function), listener)


def remove_function_listeners(function):
    _restore(_wrapper(function))


def _listen(owner, name, listener, bind):
    current = getattr(owner, name)
    listened = getattr(current, "__listened__", None)
    if listened is None or listened[0] is not owner:
        current = _wrap(owner, name, current, bind)
        setattr(owner, name, current)
    current.__listened__[3].append(listener)


def _wrap(owner, name, original, bind):
    listeners = []
    inherited = name not in vars(owner)

    @functools.wraps(original)
    def wrapper(*args, **kw):
        called = functools.partial(original, args[0]) if bind else original
        rest = args[1:] if bind else args
        answers = [answer for answer in [_answer(listener, called, rest, kw) for listener in listeners] if answer]
        return answers[-1].value if answers else original(*args, **kw)

    wrapper.__listened__ = (owner, name, None if inherited else original, listeners)
    return wrapper


def _answer(listener, called, args, kw):
    try:
        listener(called, *args, **kw)
    except Result as result:
        return result
    return None


def _wrapper(function):
    """The function that listeners are kept at; a bound method has it below."""
    return getattr(function, "__func__", function)


def _remove(wrapper, listener):
    listeners = getattr(wrapper, "__listened__", (None, None, None, []))[3]
    if listener in listeners:
        listeners.remove(listener)
        if not listeners:
            _restore(wrapper)


def _restore(wrapper):
    listened = getattr(wrapper, "__listened__", None)
    if listened is None:
        return
    owner, name, original, listeners = listened
    del listeners[:]
    if getattr(owner, name, None) is not wrapper:
        return
    if original is None:
        delattr(owner, name)
    else:
        setattr(owner, name, original)
