const dates = new Map<string, Intl.DateTimeFormat>()
const sizes = new Map<string, Intl.NumberFormat>()

/** An instant (UTC ISO-8601) as people write it in the language, in the time zone, named there. */
export function showInstant(instant: string, language: string, timeZone: string): string {
  const key = `${language} ${timeZone}`
  let format = dates.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
      timeZoneName: 'short',
    })
    dates.set(key, format)
  }
  return format.format(new Date(instant))
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Bytes as people read them: `512 byte`, `18 kB`, `1.2 MB`. */
export function showSize(bytes: number, language: string): string {
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const unit = UNITS[power] ?? 'byte'
  const key = `${language} ${unit}`
  let format = sizes.get(key)
  if (!format) {
    format = new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: power < 2 ? 0 : 1,
    })
    sizes.set(key, format)
  }
  return format.format(bytes / 1000 ** power)
}
