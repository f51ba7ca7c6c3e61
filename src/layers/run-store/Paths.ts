/** Where runs stand under a Guild home. Absolute when the home is. */
export const runsDirOf = (guildHome: string): string => `${guildHome}/runs`

export const trashDirOf = (guildHome: string): string => `${guildHome}/trash/runs`

/** A trashed run whose name was needed again has a suffix behind its id. */
const SUFFIXED = /^([0-9a-f]{32})_./

/** The run id that a directory in the trash stands for. */
export const trashedId = (name: string): string => SUFFIXED.exec(name)?.[1] ?? name
