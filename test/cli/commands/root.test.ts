import { describe, expect, it } from "vitest"
import { dispatch } from "../../../src/cli/command/Dispatch.ts"
import { root } from "../../../src/cli/commands/root.ts"

const HELP = `Usage: guild [OPTIONS] COMMAND [ARGS]...

  Guild AI command line interface.

Options:
  --version  Show the version and exit.
  -C PATH    Use PATH as current directory for referencing guild files
             (guild.yml).
  -H PATH    Use PATH as Guild home (default is ~/.guild).
  --debug    Log more information during command.
  --help     Show this message and exit.

Commands:
  cat              Show contents of a run file.
  check            Check the Guild setup.
  compare          Compare run results.
  diff             Diff two runs.
  download         Download a file resource.
  export           Export one or more runs.
  help             Show help for a path or package.
  import           Import one or more runs from ARCHIVE.
  init             Initialize a Guild environment.
  install          Install one or more packages.
  label            Set run labels.
  ls               List run files.
  mark             Mark a run.
  models           Show available models.
  open             Open a run path.
  operations, ops  Show model operations.
  package          Create a package for distribution.
  packages         Show or manage packages.
  plan             Show what running an operation would run, and why.
  publish          Publish one or more runs.
  pull             Copy one or more runs from a remote location.
  push             Copy one or more runs to a remote location.
  remote           Manage remote status.
  remotes          Show available remotes.
  run              Run a model operation.
  runs             Show or manage runs.
  search           Search for a package.
  select           Select a run and shows its ID.
  shell            Start a Python shell for API use.
  sql              Ask about runs in SQL.
  stop             Stop one or more runs.
  sync             Synchronize remote runs.
  sys              System utilities.
  tensorboard      Visualize runs with TensorBoard.
  tensorflow       Collection of TensorFlow tools.
  trial            Run trials from the process of an optimizer.
  uninstall        Uninstall one or more packages.
  view             Visualize runs in a local web application.
  watch            Watch run output.`

const ask = (...argv: ReadonlyArray<string>) => dispatch(root("~/.guild"), argv, () => 80)

describe("the guild command", () => {
  it("alone shows every command", () => {
    expect(ask()).toMatchObject({ kind: "help", text: HELP })
    expect(ask("--help")).toMatchObject({ kind: "help", text: HELP })
  })

  it("knows commands by their aliases", () => {
    expect(ask("ops")).toMatchObject({ kind: "run", path: "guild operations" })
    expect(ask("runs", "rm", "-y")).toMatchObject({ kind: "run", path: "guild runs delete" })
  })

  it("lists runs where 'runs' has no command, with the options of the list", () => {
    expect(ask("runs", "-o", "train", "-a")).toMatchObject({ kind: "run", path: "guild runs list" })
  })

  it("gives commands that stand below 'runs' too", () => {
    for (const name of ["label", "mark", "stop", "tag", "comment"])
      expect(ask("runs", name)).toMatchObject({ kind: "run", path: `guild runs ${name}` })
  })

  it("refuses an unknown command and names a near one", () => {
    expect(ask("labl")).toEqual({
      kind: "usage-error",
      text: "Usage: guild [OPTIONS] COMMAND [ARGS]...\nTry 'guild --help' for help.\n\nError: No such command 'labl'.  Did you mean 'label'?"
    })
  })

  it("refuses an unknown option where it stands", () => {
    expect(ask("runs", "--foo")).toEqual({
      kind: "usage-error",
      text: "Usage: guild runs [OPTIONS] COMMAND [ARGS]...\nTry 'guild runs --help' for help.\n\nError: no such option: --foo"
    })
  })

  it("shows how each command is used", () => {
    const usage = (...argv: ReadonlyArray<string>) => {
      const request = ask(...argv, "--help")
      return request.kind === "help" ? request.text.split("\n")[0] : request.kind
    }
    expect(usage("run")).toBe("Usage: guild run [OPTIONS] [[MODEL:]OPERATION] [FLAG=VAL...]")
    expect(usage("runs")).toBe("Usage: guild runs [OPTIONS] COMMAND [ARGS]...")
    expect(usage("runs", "rm")).toBe("Usage: guild runs delete [OPTIONS] [RUN]...")
    expect(usage("cat")).toBe("Usage: guild cat [OPTIONS] [RUN]")
  })

  it("has no spelling that stands for two options of one command", () => {
    const twice: Array<string> = []
    const visit = (node: ReturnType<typeof root>["commands"][number], path: string): void => {
      const names = node.options.flatMap(([, spec]) => [...spec.names, ...spec.negations])
      twice.push(...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${path} ${name}`))
      if (node.kind === "group") for (const each of node.commands) visit(each, `${path} ${each.name}`)
    }
    visit(root("~/.guild"), "guild")
    expect(twice).toEqual([])
  })
})
