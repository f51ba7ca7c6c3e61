/**
 * The shortest decimal text that reads back as the same double, laid out as Python's `repr` does: positional from 1e-4 up to
 * 1e16, else with an exponent of at least two digits; always with `.0` or an exponent.
 */
export const floatRepr = (value: number): string => {
  if (Number.isNaN(value)) return "nan"
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf"
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0"
  const [mantissa = "", exponentText = "0"] = Math.abs(value).toExponential().split("e")
  const digits = mantissa.replace(".", "")
  const exponent = Number(exponentText)
  const sign = value < 0 ? "-" : ""
  if (exponent < -4 || exponent >= 16) {
    const tail = digits.length > 1 ? `.${digits.slice(1)}` : ""
    const power = String(Math.abs(exponent)).padStart(2, "0")
    return `${sign}${digits.slice(0, 1)}${tail}e${exponent < 0 ? "-" : "+"}${power}`
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0")
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`
}

/** A double as YAML 1.1 takes it: `.inf`, `.nan`, and a mantissa that always has its point (`1.0e-05`). */
export const yamlFloat = (value: number): string => {
  if (Number.isNaN(value)) return ".nan"
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf"
  const text = floatRepr(value)
  return text.includes(".") ? text : text.replace("e", ".0e")
}
