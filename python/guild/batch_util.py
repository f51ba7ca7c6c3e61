"""For programs that choose the trials of a batch: `guild run OPERATION --optimizer PROGRAM`.

    batch = batch_util.batch_run()
    for x in (0.1, 0.2, 0.3):
        trial = batch_util.run_trial(batch, {"x": x})
        print(x, trial.objective)

Trials are run by the guild that started the program, which keeps to what the user asked of the batch (--max-trials, --jobs,
--stage-trials, ...). Flags that a trial is not given are those of the batch's prototype.
"""

import itertools
import logging
import random
import sys

from guild import batch_client
from guild import op_util
from guild.batch_client import BatchError

log = logging.getLogger("guild")

init_logging = op_util.init_logging


class CurrentRunNotBatchError(Exception):
    """This program is not run as an optimizer."""


class StopBatch(SystemExit):
    """The batch runs no more trials. Left alone, the program ends, and the batch well."""

    def __init__(self, reason=""):
        super().__init__(0)
        self.error = reason

    def __str__(self):
        return self.error


class TrialError(SystemExit):
    """A trial failed. Left alone, the program says so and ends with the trial's exit code."""

    def __init__(self, run):
        super().__init__()
        self.run = run

    @property
    def code(self):
        """The trial's exit code. Where nobody has caught the error, Python itself asks for it, and would end without a word."""
        if _is_asked_by_python():
            self.say()
        return _exit_code(self.run.exit_status)

    def say(self):
        """Says that the trial failed, for a program that ends by this error."""
        try:
            is_said = fail_on_trial_error(batch_run())
        except BatchError:
            is_said = False
        if not is_said:
            _say(self.run)

    def __str__(self):
        return "trial %s exited with an error (%s)" % (self.run.short_id, self.code)


class Run:
    """A run and its attributes, which are asked for when they are first needed."""

    def __init__(self, which, run_id, run_dir):
        self._which = which
        self._attrs = None
        self.id = run_id
        self.short_id = (run_id or "")[:8]
        self.dir = self.path = run_dir

    def get(self, name, default=None):
        """An attribute of the run, such as `flags` or `label`."""
        if self._attrs is None:
            self._attrs = batch_client.ask(do="attrs", run=self._which)["attrs"]
        value = self._attrs.get(name)
        return default if value is None else value

    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __repr__(self):
        return "<%s.%s '%s'>" % (type(self).__module__, type(self).__name__, self.id)


class BatchRun(Run):
    """The batch that this program chooses the trials of.

    flags: the program's own flags; proto_flags: those of the operation, with lists and ranges as the user gave them
    space: what is to be searched, by flag: `kind` (choice, uniform, loguniform), `values` or `low`, `high`, `integer`, `initial`
    objective: `column`, and `direction` (minimize or maximize)
    """

    def __init__(self, about):
        super().__init__("batch", about["run"], about["dir"])
        self.flags = about["flags"]
        self.proto_flags = about["proto"]["flags"]
        self.max_trials = about["max_trials"]
        self.random_seed = about["random_seed"]
        self.objective = about["objective"]
        self.jobs = about["jobs"]
        self.space = about["space"]
        self.batch_proto = Run("proto", "proto", about["proto"]["dir"])
        self._known = {name: about[name] for name in ("flags", "max_trials", "random_seed")}

    def get(self, name, default=None):
        known = self._known.get(name)
        return super().get(name, default) if known is None else known


class TrialRun(Run):
    """A trial. Until it is run it has flags and nothing else.

    status: pending, staged, completed, error or terminated; planned where nothing is to be run
    objective: the value of the batch's objective, or None
    scalars: the last value of each scalar, by name
    summaries: `prefix`, `tag`, `count`, `first`, `last`, `min`, `max`, `avg`, `total` and steps of each scalar
    """

    def __init__(self, flags, report=None):
        super().__init__(None, None, None)
        self.flags = flags
        self._report = {}
        if report is not None:
            self._ended(report)

    def _ended(self, report):
        self._report = report
        self._which = self.id = report.get("run")
        self.short_id = (self.id or "")[:8]
        self.dir = self.path = report.get("dir")
        self.flags = report.get("flags", self.flags)

    @property
    def status(self):
        return self._report.get("status", "pending")

    @property
    def exit_status(self):
        return self._report.get("exit_status")

    @property
    def objective(self):
        return self._report.get("objective")

    @property
    def scalars(self):
        return self._report.get("scalars", {})

    @property
    def summaries(self):
        return self._report.get("summaries", [])

    def get(self, name, default=None):
        if name == "flags":
            return self.flags
        return default if self.id is None else super().get(name, default)


def batch_run():
    """The batch of this program. Raises CurrentRunNotBatchError where it is not run as an optimizer."""
    if batch_client.address() is None:
        raise CurrentRunNotBatchError("this program is not run as an optimizer")
    return BatchRun(batch_client.ask(do="batch")["batch"])


def init_trial_run(batch_run, trial_flag_vals, run_dir=None):
    """A trial that `start_trial_run` runs. Nothing of it is on disk before that."""
    if run_dir is not None:
        raise BatchError("a trial of a batch has its directory among the runs")
    return TrialRun(dict(trial_flag_vals))


def start_trial_run(run, stage=False):
    """Runs a trial to its end. Raises TrialError where it fails, StopBatch where the batch runs no more trials.

    stage: has no effect of its own; where the user asks for --stage-trials, the trial is staged.
    """
    run._ended(_ask_trials(do="run", flags=run.flags)["trial"])
    if run.exit_status:
        raise TrialError(run)
    return run


def run_trial(batch_run, trial_flag_vals):
    """Runs a trial to its end and gives it. Raises what `start_trial_run` does."""
    return start_trial_run(init_trial_run(batch_run, trial_flag_vals))


def run_trials(batch_run, trials):
    """Runs trials that do not hang on each other, as many at a time as the user allows, and gives them when all have ended.

    One that fails raises nothing: look at its `status`.
    """
    trials = [dict(flags) for flags in trials]
    return [
        TrialRun(report["flags"], report) for report in _ask_trials(do="trials", trials=trials)["trials"]
    ]


def handle_trials(batch_run, trials):
    """Does with trials that are all known what the user asks for: they are run, staged, printed or saved."""
    try:
        return run_trials(batch_run, trials)
    except StopBatch:
        return []


def trial_runs(batch_run):
    """The trials that have ended, those of an earlier start of the batch first."""
    return [TrialRun(report["flags"], report) for report in batch_client.ask(do="results")["trials"]]


prev_trials = trial_runs


def trial_results(batch_run, scalars):
    """A list of (flags, values) for each trial that has ended, where values are those of `scalars`; None where there is none.

    scalars: names of scalars (their last values), or tuples (prefix, tag[, qualifier[, is_step]]) with a qualifier first, last,
    min, max, avg, total or count
    """
    return [(run.flags, [_scalar(run, spec) for spec in scalars]) for run in trial_runs(batch_run)]


def expand_trials(batch_run):
    """A trial for each combination of the lists among the flags of the prototype, at most as many as the user asks for."""
    flags = batch_run.batch_proto.get("flags", {})
    names = sorted(flags)
    values = [flags[name] if isinstance(flags[name], list) else [flags[name]] for name in names]
    trials = [dict(zip(names, combination)) for combination in itertools.product(*values)]
    return sample_trials(trials, batch_run.max_trials, batch_run.random_seed)


def sample_trials(trials, count=None, random_seed=None):
    """At most `count` of the trials, in their order. Which they are the seed decides."""
    if count is None or count >= len(trials):
        return trials
    chosen = random.Random(random_seed).sample(range(len(trials)), count)
    return [trials[i] for i in sorted(chosen)]


def fail_on_trial_error(batch_run):
    """Whether the user wants the batch to end when a trial fails."""
    return bool(batch_run.get("run_params", {}).get("fail_on_trial_error"))


def handle_trial_error(error, batch_run, trial_run):
    """Says that a trial failed, and ends the batch where that was asked for. For an `except SystemExit` around a trial."""
    if not error.code:
        return
    if fail_on_trial_error(batch_run):
        # The guild that runs the batch has said so.
        raise StopBatch("a trial failed")
    _say(trial_run)


handle_trial_system_exit = handle_trial_error


def _say(trial_run):
    if not log.hasHandlers():
        init_logging()
    log.error("trial %s exited with an error (see log for details)", trial_run.short_id)


def _is_asked_by_python():
    """Whether there is no code of the program's behind the caller: it has come to its end."""
    try:
        sys._getframe(2)
    except ValueError:
        return True
    return False


def _ask_trials(**call):
    try:
        return batch_client.ask(**call)
    except batch_client.Over as over:
        raise StopBatch(str(over)) from None


def _exit_code(exit_status):
    """What a shell sees of an exit status: a signal's negative number wraps around."""
    return (exit_status + 256) % 256


def _scalar(run, spec):
    if isinstance(spec, str):
        return run.scalars.get(spec)
    prefix, tag, qualifier, is_step = (tuple(spec) + (None, None, None, None))[:4]
    for summary in run.summaries:
        if summary["tag"] == tag and prefix in (None, "", summary["prefix"]):
            return summary.get((qualifier or "last") + ("_step" if is_step else ""))
    return None
