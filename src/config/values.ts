/** Milliseconds of one unit; the letters are those that an operator writes. */
const MILLISECONDS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const
/** Bytes of one unit; mail hosts count in powers of two, and so do we. */
const BYTES = { GB: 1024 ** 3, MB: 1024 ** 2, KB: 1024, B: 1 } as const

/** `30s`, `5m`, `4h`, `7d`, `500ms`: a whole number and one unit. */
export const DURATION = /^(\d{1,12})(ms|s|m|h|d)$/
/** `512B`, `200KB`, `20MB`, `1GB`: a whole number and one unit. */
export const SIZE = /^(\d{1,12})(B|KB|MB|GB)$/

/** A language, and the folder of its templates, as BCP 47 names it. */
export const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z\d]{2,8})*$/

/** Milliseconds of a duration such as `5m`, or undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  return parseAmount(text, DURATION, MILLISECONDS)
}

/** The shortest duration text for whole milliseconds ≥ 0: the inverse of {@link parseDuration}. */
export function formatDuration(milliseconds: number): string {
  return formatAmount(milliseconds, MILLISECONDS, 's')
}

/** Bytes of a size such as `20MB`, or undefined for anything else. */
export function parseSize(text: string): number | undefined {
  return parseAmount(text, SIZE, BYTES)
}

/** The shortest size text for whole bytes ≥ 0: the inverse of {@link parseSize}. */
export function formatSize(bytes: number): string {
  return formatAmount(bytes, BYTES, 'B')
}

function parseAmount(
  text: string,
  form: RegExp,
  units: Record<string, number>,
): number | undefined {
  const [, digits, unit] = form.exec(text) ?? []
  if (digits === undefined || unit === undefined) return undefined
  const amount = Number(digits) * (units[unit] ?? Number.NaN)
  return Number.isSafeInteger(amount) ? amount : undefined
}

/**
 * Units are listed from the largest to the smallest: the first that divides is the shortest text.
 */
function formatAmount(amount: number, units: Record<string, number>, unitOfZero: string): string {
  if (amount === 0) return `0${unitOfZero}`
  for (const [unit, worth] of Object.entries(units)) {
    if (amount % worth === 0) return `${amount / worth}${unit}`
  }
  throw new RangeError(`${amount} is not a whole number`)
}

/** True for a plain address of the internet (RFC 5321 section 4.1.2 without quoted local parts). */
export function isAddress(text: string): boolean {
  if (text.length > 254) return false
  return /^[^\s@<>()[\],;:"\\]{1,64}@[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i.test(
    text,
  )
}

/** True for a name of the IANA time zone database that this Node knows. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/**
 * The instant of an ISO 8601 date (`2026-01-31`, midnight UTC) or date-time with its zone, as UTC
 * text of 24 characters; undefined for anything else, also for a day that does not exist.
 */
export function parseInstant(text: string): string | undefined {
  const [, day] =
    /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/.exec(text) ?? []
  if (day === undefined) return undefined
  const midnight = new Date(`${day}T00:00:00Z`)
  // Date takes 2026-02-31 for 3 March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()
}

/** RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3 and RFC 6761 section 6.3. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
