/** Names that mail programs write; every other name is dropped with its property. */
const NAMES: Record<string, string> = {
  aqua: '#00ffff',
  black: '#000000',
  blue: '#0000ff',
  brown: '#a52a2a',
  crimson: '#dc143c',
  cyan: '#00ffff',
  darkblue: '#00008b',
  darkgreen: '#006400',
  darkorange: '#ff8c00',
  darkred: '#8b0000',
  fuchsia: '#ff00ff',
  gold: '#ffd700',
  gray: '#808080',
  green: '#008000',
  grey: '#808080',
  lightblue: '#add8e6',
  lightgreen: '#90ee90',
  lightyellow: '#ffffe0',
  lime: '#00ff00',
  magenta: '#ff00ff',
  maroon: '#800000',
  navy: '#000080',
  olive: '#808000',
  orange: '#ffa500',
  pink: '#ffc0cb',
  purple: '#800080',
  red: '#ff0000',
  silver: '#c0c0c0',
  teal: '#008080',
  white: '#ffffff',
  yellow: '#ffff00',
}

/** A colour as `#rrggbb`; null for what is none, or is see-through. */
export function colourOf(written: string): string | null {
  const value = written.trim().toLowerCase()
  if (/^#[0-9a-f]{6}$/.test(value)) return value
  if (/^#[0-9a-f]{3}$/.test(value)) return value.replace(/[0-9a-f]/g, '$&$&')
  const parts = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(value)?.slice(1)
  if (!parts) return Object.hasOwn(NAMES, value) ? (NAMES[value] ?? null) : null
  if (parts.some((part) => Number(part) > 255)) return null
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`
}

/**
 * A colour for letters that can be read on white, on black and on every background below;
 * null for the others: black and white are better left to the reader's own screen, and white
 * on white hides text.
 */
export function letterColour(written: string): string | null {
  const colour = colourOf(written)
  if (colour === null) return null
  const light = luminance(colour)
  return light >= 0.07 && light <= 0.4 ? colour : null
}

/** A colour to mark text with: lighter than any letter, and not the white or grey of paper. */
export function markerColour(written: string): string | null {
  const colour = colourOf(written)
  if (colour === null || luminance(colour) < 0.7) return null
  const parts = partsOf(colour)
  return Math.max(...parts) - Math.min(...parts) >= 24 ? colour : null
}

/** Relative luminance from 0 (black) to 1 (white), WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = partsOf(colour).map((byte) => {
    const part = byte / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Red, green and blue of `#rrggbb`, each from 0 to 255. */
function partsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}
