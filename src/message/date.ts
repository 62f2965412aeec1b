const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** RFC 5322 section 4.3, in minutes east of UTC. Military letters mean nothing certain: UTC. */
const zones: Record<string, number> = {
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
  mez: 60,
  mesz: 120,
  bst: 60,
  jst: 540,
  msk: 180,
}

const internet =
  /(\d{1,2})[ -]+([a-z]{3})[a-z]*\.?[ -]+(\d{2,4}),?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([+-]\s?\d{2}:?\d{2}|[a-z]{1,5})?/i
const unix =
  /([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([a-z]{3,4}|[+-]\d{4})\s+)?(\d{4})\s*([+-]\d{4})?/i
const iso =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(z|[+-]\d{2}:?\d{2})?/i

/**
 * A Date header as UTC ISO-8601 of 24 characters; null when it cannot be read. Strict
 * about the parts, lenient about their dress, because `new Date` reads a year out of any
 * digit. Years 1970 to 9999.
 */
export function readDate(value: string | null): string | null {
  if (value === null) return null
  const text = value.slice(0, 200)
  const asIso = text.trim().match(iso)
  if (asIso) {
    const [, year, month, day, hour, minute, second, zone] = asIso
    return instant(year, Number(month) - 1, day, hour, minute, second, zone)
  }
  const asInternet = text.match(internet)
  if (asInternet) {
    const [, day, month, year, hour, minute, second, zone] = asInternet
    return instant(year, monthOf(month), day, hour, minute, second, zone)
  }
  const asUnix = text.match(unix)
  if (!asUnix) return null
  const [, month, day, hour, minute, second, zone, year, offset] = asUnix
  return instant(year, monthOf(month), day, hour, minute, second, offset ?? zone)
}

type Part = string | undefined

function instant(
  year: Part,
  month: number,
  day: Part,
  hour: Part,
  minute: Part,
  second: Part,
  zone: Part,
) {
  const [d, h, m, s] = [Number(day), Number(hour), Number(minute), Number(second ?? 0)]
  if (month < 0 || month > 11 || d < 1 || d > 31 || h > 24 || m > 59 || s > 60) return null
  const at = Date.UTC(fullYear(year), month, d, h, m, s) - offsetOf(zone) * 60_000
  return at >= 0 && at < 253_402_300_800_000 ? new Date(at).toISOString() : null
}

function monthOf(name: Part): number {
  return months.indexOf((name ?? '').toLowerCase().slice(0, 3))
}

/** RFC 5322 section 4.3: two digits up to 49 are of this century, three count from 1900. */
function fullYear(year: Part): number {
  const number = Number(year)
  if (year?.length === 4) return number
  return number < 50 && year?.length === 2 ? 2000 + number : 1900 + number
}

function offsetOf(zone: Part): number {
  if (!zone) return 0
  const match = zone.match(/([+-])\s?(\d{2}):?(\d{2})/)
  if (!match) return zones[zone.toLowerCase()] ?? 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}
