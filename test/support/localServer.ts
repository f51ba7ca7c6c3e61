import type { RequestListener } from "node:http"
import { createServer } from "node:http"

/** A server of this machine alone, on a port that was free. */
export const localServer = (answer: RequestListener) => {
  const server = createServer(answer)
  return {
    /** Where it is, `http://HOST:PORT`, once it listens. */
    origin: new Promise<string>((ready, fail) => {
      server.once("error", fail)
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        ready(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : ""}`)
      })
    }),
    close: (): void => {
      server.closeAllConnections()
      server.close()
    }
  }
}
