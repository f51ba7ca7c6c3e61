/** How far JSON is indented: not at all, unless readers are to see it. */
export const indent = ({ format }: { readonly format: boolean }): number | undefined => (format ? 2 : undefined)
