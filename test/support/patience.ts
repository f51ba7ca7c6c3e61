/** How long a test waits for what has to come, in milliseconds, before it says that it never came: much longer than a busy machine takes. */
export const PATIENCE_MS = 240_000
