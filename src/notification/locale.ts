const dates = new Map<string, Intl.DateTimeFormat>()
/** All mails of a batch name the same few instants. */
const shown = new Map<string, string>()
const MOST_SHOWN = 100
const units = new Map<string, Intl.NumberFormat>()

/** An instant (UTC ISO-8601) as people write it in the language, in the time zone, named there. */
export function showInstant(instant: string, language: string, timeZone: string): string {
  const key = `${language} ${timeZone}`
  const known = shown.get(`${instant} ${key}`)
  if (known !== undefined) return known
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
  const words = format.format(new Date(instant))
  if (shown.size >= MOST_SHOWN) shown.clear()
  shown.set(`${instant} ${key}`, words)
  return words
}

/** A subject, or words in its place where a mail has none; English where the language has none. */
export function showSubject(subject: string, language: string): string {
  if (subject.trim() !== '') return subject
  return language === 'es' ? '(sin asunto)' : '(no subject)'
}

/** A day of the calendar as people write it in the language. */
export function showDay(day: string, language: string): string {
  const key = `${language} day`
  const locale = language === 'en' ? 'en-GB' : language
  const format =
    dates.get(key) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  dates.set(key, format)
  return format.format(new Date(`${day}T00:00:00Z`))
}

/** Numbers of which one is chosen: `120, 300 or 600`. */
export function showChoice(numbers: readonly number[], language: string): string {
  const locale = language === 'en' ? 'en-GB' : language
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(numbers.map(String))
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Bytes as people read them: `512 bytes`, `18 kB`, `1.2 MB`. */
export function showSize(bytes: number, language: string): string {
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const unit = UNITS[power] ?? 'byte'
  const unitDisplay = unit === 'byte' ? 'long' : 'short'
  const how = { unitDisplay, maximumFractionDigits: power < 2 ? 0 : 1 } as const
  return unitFormat(language, unit, how).format(bytes / 1000 ** power)
}

/** Making one costs more than using it a hundred times. */
function unitFormat(language: string, unit: string, how: Intl.NumberFormatOptions) {
  const key = `${language} ${unit} ${how.unitDisplay}`
  const known = units.get(key) ?? new Intl.NumberFormat(language, { ...how, style: 'unit', unit })
  units.set(key, known)
  return known
}

const PERIODS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** Milliseconds as people say them: `4 hours`, `1 hora`; a day is 24 hours, two are 2 days. */
export function showPeriod(ms: number, language: string): string {
  const fits = PERIODS.find(
    ([unit, length]) => ms % length === 0 && ms >= (unit === 'day' ? 2 : 1) * length,
  )
  const [unit, length] = fits ?? (['second', 1000] as const)
  return unitFormat(language, unit, { unitDisplay: 'long' }).format(ms / length)
}

/** What comes after "every": `4 hours`, but `hour` where it is one. */
export function showEvery(ms: number, language: string): string {
  return showPeriod(ms, language).replace(/^1\s/, '')
}
