import { describe, expect, it } from "vitest"
import { parseRGlobals } from "../../../src/domain/script/RGlobals.ts"
import { float } from "../../../src/domain/Value.ts"

const params = (source: string) => Object.fromEntries(parseRGlobals(source))

describe("variables of an R script", () => {
  it("are literals assigned at the top level", () => {
    expect(params("lr <- 0.1\nn = 1L; neg <- -2 # why\nbig <- 1e3\non <- TRUE\nnone <- NULL\nname <- 'a'")).toEqual({
      lr: float(0.1),
      n: 1,
      neg: -2,
      big: float(1000),
      on: true,
      none: null,
      name: "a"
    })
  })

  it("are not those within functions and calls", () => {
    expect(params("f <- function(a = 1) {\n  b <- 2\n}\ng(h = 3,\n  i = 4)\nx <- 5")).toEqual({ x: 5 })
  })

  it("are not computed", () => {
    expect(params("a <- 1 + 2\nb <- c(1, 2)\nd <- x\ne <- -y\nf == 1\ng <- 1 %in% 2\nT <- NA")).toEqual({})
  })

  it("are not confused by strings and comments", () => {
    expect(params('# a <- 1\ns <- "b <- 2\nc <- 3"\nr <- r"(d <- 4\ne <- 5)"\nx <- \'it\\\'s \\u00e9\'')).toEqual({
      x: "it's é"
    })
  })

  it("have the first literal that they are given, as a flag replaces that", () => {
    expect(params("a <- 1\na <- 2")).toEqual({ a: 1 })
  })
})
