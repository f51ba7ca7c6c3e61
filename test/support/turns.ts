import { afterEach } from "vitest"

// A worker that does nothing but work, test after test, hears nothing of what the test run answers it, which gives it up after a minute.
afterEach(() => new Promise<void>((next) => void setImmediate(next)))
