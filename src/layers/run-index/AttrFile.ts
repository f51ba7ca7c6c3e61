import type { RunRef } from "../../domain/runs/Run.ts"
import { ATTRS_DIR } from "../../domain/runs/RunLayout.ts"
import type { Value } from "../../domain/Value.ts"
import { isAttrName } from "../../domain/runs/RunAttrs.ts"
import { readAttrFile } from "../run-store/ReadRunDir.ts"

/** One attribute as its file has it; undefined where there is none that can be read. Synchronous. */
export const attrIn = (run: RunRef, name: string): Value | undefined =>
  isAttrName(name) ? readAttrFile(`${run.dir}/${ATTRS_DIR}/${name}`) : undefined
