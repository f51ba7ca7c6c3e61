import type { GuildFile } from "../GuildFile.ts"
import type { OpDef } from "../ops/OpDef.ts"
import { OpRef } from "../ops/OpRef.ts"

const inPackage = (op: OpDef, pkgName: string, pkgVersion: string): OpDef => {
  const { modelName, opName } = op.opRef
  return {
    ...op,
    fullName: `${pkgName}/${op.fullName}`,
    opRef: new OpRef({ pkgType: "package", pkgName, pkgVersion, modelName, opName })
  }
}

/** A Guild file of an installed package: runs of its operations name the package and its version, not where it lies. */
export const asPackage = (file: GuildFile, name: string, version: string): GuildFile => ({
  ...file,
  models: file.models.map((model) => ({
    ...model,
    operations: model.operations.map((op) => inPackage(op, name, version))
  }))
})
