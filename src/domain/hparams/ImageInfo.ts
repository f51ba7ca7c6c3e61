/** What a summary says of an image: pixels, and TensorFlow's number for its colours (1 grey, 2 with alpha, 3 RGB, 4 RGBA). */
export interface ImageInfo {
  readonly width: number
  readonly height: number
  readonly colorspace: number
}

/** Names of files that may be images. */
export const isImageName = (path: string): boolean => /\.(png|jpe?g|gif|bmp)$/i.test(path)

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** PNG's colour types in TensorFlow's numbers; a palette (3) is shown in RGB. */
const PNG_COLORS = new Map([
  [0, 1],
  [2, 3],
  [3, 3],
  [4, 2],
  [6, 4]
])

/** The header chunk comes first: width at 16, height at 20, colour type at 25 (PNG specification, 11.2.1). */
const pngInfo = (view: DataView): ImageInfo | undefined => {
  if (view.byteLength < 26) return undefined
  const colorspace = PNG_COLORS.get(view.getUint8(25))
  return colorspace === undefined ? undefined : { width: view.getUint32(16), height: view.getUint32(20), colorspace }
}

/** Frame headers are C0 to CF without DHT (C4), JPG (C8) and DAC (CC). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Markers that stand alone, without a length: TEM and RST0 to RST7. */
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

/** Goes from marker to marker to the frame header (ITU T.81, annex B). */
const jpegInfo = (view: DataView): ImageInfo | undefined => {
  let at = 2
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) at += 1
    else if (isAlone(marker)) at += 2
    else if (isFrame(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), colorspace: view.getUint8(at + 9) }
    else at += 2 + Math.max(2, view.getUint16(at + 2))
  }
  return undefined
}

/** The logical screen: width at 6, height at 8 (GIF89a, 18). Its colours are a palette, shown in RGB. */
const gifInfo = (view: DataView): ImageInfo | undefined =>
  view.byteLength < 10 ? undefined : { width: view.getUint16(6, true), height: view.getUint16(8, true), colorspace: 3 }

/** Core headers (of 12 bytes) have short sizes; in the others the height is negative where rows come from the top. */
const bmpInfo = (view: DataView): ImageInfo | undefined => {
  if (view.byteLength < 30) return undefined
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true), colorspace: 3 }
  const width = view.getInt32(18, true)
  const colorspace = view.getUint16(28, true) === 32 ? 4 : 3
  return width < 0 ? undefined : { width, height: Math.abs(view.getInt32(22, true)), colorspace }
}

const startsWith = (file: Uint8Array, ...bytes: ReadonlyArray<number>): boolean =>
  bytes.every((byte, at) => file[at] === byte)

/** Reads the header of a PNG, JPEG, GIF or BMP file; `undefined` where the bytes are none of them, or damaged. */
export const imageInfo = (file: Uint8Array): ImageInfo | undefined => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const info = startsWith(file, ...PNG)
    ? pngInfo(view)
    : startsWith(file, 0xff, 0xd8)
      ? jpegInfo(view)
      : startsWith(file, 0x47, 0x49, 0x46, 0x38)
        ? gifInfo(view)
        : startsWith(file, 0x42, 0x4d)
          ? bmpInfo(view)
          : undefined
  return info === undefined || info.width === 0 || info.height === 0 ? undefined : info
}
