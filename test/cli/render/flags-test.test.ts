import { describe, expect, it } from "vitest"
import { emptyFlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { mergeImported } from "../../../src/domain/guildfile/ImportedFlags.ts"
import { float } from "../../../src/domain/Value.ts"
import { renderFlagsTest } from "../../../src/cli/render/flags-test.ts"
import { operation } from "../../support/guildFile.ts"

describe("the test of flags", () => {
  it("shows what scripts said and every attribute of the operation's flags", () => {
    const op = mergeImported(
      operation("summary: {flags-import: [use-marked, min-loss]}\n", "summary"),
      [
        { ...emptyFlagDef("min-loss"), default: float(-0.2) },
        { ...emptyFlagDef("output"), default: "." },
        { ...emptyFlagDef("use-marked"), default: false, argSwitch: true }
      ],
      "args"
    )
    const log = ["reading flags for main spec 'op'", "op.py does not import argparse - assuming globals"]
    expect(renderFlagsTest([{ op: "op", log }], op)).toBe(
      `### Script flags for op
reading flags for main spec 'op'
op.py does not import argparse - assuming globals
flags-dest: args
flags-import: [use-marked, min-loss]
flags:
  min-loss:
    default: -0.2
    type:
    required: no
    arg-name:
    arg-skip:
    arg-switch:
    env-name:
    choices: []
    allow-other: no
    distribution:
    max:
    min:
    null-label:
  use-marked:
    default: no
    type:
    required: no
    arg-name:
    arg-skip:
    arg-switch: yes
    env-name:
    choices: []
    allow-other: no
    distribution:
    max:
    min:
    null-label:`
    )
  })
})
