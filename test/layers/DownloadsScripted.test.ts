import { layer } from "../../src/layers/DownloadsScripted.ts"
import { suite } from "../suites/DownloadsSuite.ts"

suite("scripted", () => ({
  layer: layer({ "http://x/a": "hello" }),
  url: "http://x/a",
  missing: "http://x/b"
}))
