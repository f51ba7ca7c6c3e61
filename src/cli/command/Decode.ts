import * as Args from "@effect/cli/Args"
import * as CliConfig from "@effect/cli/CliConfig"
import * as Options from "@effect/cli/Options"
import type { ValidationError } from "@effect/cli/ValidationError"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Terminal from "@effect/platform/Terminal"
import { Effect, Layer } from "effect"
import type { DecodeArg } from "./Args.ts"
import type { DecodeOption } from "./OptionSet.ts"
import type { Canonical } from "./Read.ts"

const config = CliConfig.make({ isCaseSensitive: true, autoCorrectLimit: 0 })

const unused = Effect.dieMessage("decoding a command line asks nobody")

/** The decoders of text and numbers name these in their type and never use them. */
const platform = Layer.mergeAll(
  FileSystem.layerNoop({}),
  Path.layer,
  Layer.succeed(
    Terminal.Terminal,
    Terminal.Terminal.of({
      columns: unused,
      rows: unused,
      isTTY: unused,
      readInput: unused,
      readLine: unused,
      display: () => unused
    })
  )
)

type Decoding<A> = Effect.Effect<A, ValidationError, FileSystem.FileSystem | Path.Path | Terminal.Terminal>

/** What was read was checked against the same declarations, so a failure here is a mistake in one of them. */
const now = <A>(decoding: Decoding<A>): A => Effect.runSync(decoding.pipe(Effect.provide(platform), Effect.orDie))

/**
 * Decoders for one command line. Each option is decoded from its own words alone, so that no value can be taken for the name
 * of another option, and an option that was not given costs nothing.
 */
export const decoders = (canonical: Canonical): { readonly option: DecodeOption; readonly arg: DecodeArg } => ({
  option: (key, decoder, absent) => {
    const words = canonical.options.get(key)
    if (words === undefined) return absent
    return now(
      Effect.map(Options.processCommandLine(decoder(Options, key), [...words], config), ([, , value]) => value)
    )
  },
  arg: (key, decoder, absent) => {
    const words = canonical.args.get(key)
    if (words === undefined) return absent
    return now(Effect.map(Args.validate(decoder(Args), [...words], config), ([, value]) => value))
  }
})
