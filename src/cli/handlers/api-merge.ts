import { Effect } from "effect"
import type { MergeFile } from "../../domain/merge/Merge.ts"
import { jsonText } from "../../domain/text/JsonText.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { Input } from "../command/Command.ts"
import { indent } from "./api-format.ts"
import { confirm } from "./confirm.ts"
import type { MergeOptions } from "./merge.ts"
import { performMerge, plannedMerge } from "./merge.ts"

const file = ({ kind, path }: MergeFile) => ({ type: kind, path })

/** `guild api merge`. */
export const handle = ({
  args,
  options,
  path
}: Input<MergeOptions & { readonly format: boolean }, { readonly run: string | undefined }>) =>
  Effect.gen(function* () {
    const { plan, run } = yield* plannedMerge(options, args.run, path)
    const acts = !options.preview && plan.copied.length > 0
    if (acts && !options.yes) yield* confirm(`Copy ${plan.copied.length} file(s)?`, true)
    if (acts) yield* performMerge(run, plan)
    const data = {
      run: run.id,
      targetDir: plan.target,
      copied: plan.copied.map(file),
      unchanged: plan.unchanged.map(file),
      summary: plan.summary ?? null,
      preview: options.preview
    }
    yield* (yield* Terminal).out(jsonText(data, indent(options)))
  })
