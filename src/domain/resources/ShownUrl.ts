/** A URL as it is shown and recorded: who signs in, and with which password, is nobody else's business. */
export const shownUrl = (url: string): string => url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1***@")
