/** The middle of them; of an even number the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** The value below or at which the part (0 to 1) of them lies: nearest rank. NaN of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN
}

/** Rates in mails/s, times in ms, memory in MB; null where it was not measured. */
export interface Figures {
  mails: number
  bareIntake: number
  intake: number
  intakeRatio: number
  plainLoop: number
  wholeWay: number
  wholeWayRatio: number
  /** Intake with a full store against intake with an empty one; not measured yet. */
  growth: number | null
  /** Of the contender's process with all its threads: steadier than rates on a busy machine. */
  cpuMsPerMail: Record<'bareIntake' | 'intake' | 'plainLoop' | 'wholeWay', number>
  latency: { p50: number; p99: number }
  /** The most that the daemon ever held, of all rounds and the mail of 50 MB. */
  peakRssMb: number | null
  /** The same of the rounds alone. */
  backlogRssMb: number | null
  /** `ticketd --version`, in ms. */
  start: number
}

interface Row {
  what: string
  value: string
  bar: string
  met: boolean | null
}

/** One line per figure, with its bar and whether it is met. */
export function table(f: Figures): string {
  const rows: Row[] = [
    { what: 'bare intake loop', value: rate(f.bareIntake), bar: '', met: null },
    { what: 'intake', value: rate(f.intake), bar: '', met: null },
    { what: '  of the bare loop', value: ratio(f.intakeRatio), ...atLeast(f.intakeRatio, 0.8) },
    { what: 'plain loop, 2 mails sent each', value: rate(f.plainLoop), bar: '', met: null },
    { what: 'whole way, 2 notices sent each', value: rate(f.wholeWay), bar: '', met: null },
    { what: '  of the plain loop', value: ratio(f.wholeWayRatio), ...atLeast(f.wholeWayRatio, 2) },
    {
      what: 'processor, bare loop',
      value: `${f.cpuMsPerMail.bareIntake.toFixed(2)} ms/mail`,
      bar: '',
      met: null,
    },
    {
      what: 'processor, intake',
      value: `${f.cpuMsPerMail.intake.toFixed(2)} ms/mail`,
      bar: '',
      met: null,
    },
    {
      what: 'processor, plain loop',
      value: `${f.cpuMsPerMail.plainLoop.toFixed(2)} ms/mail`,
      bar: '',
      met: null,
    },
    {
      what: 'processor, whole way',
      value: `${f.cpuMsPerMail.wholeWay.toFixed(2)} ms/mail`,
      bar: '',
      met: null,
    },
    { what: 'growth', value: f.growth === null ? 'later' : ratio(f.growth), bar: '', met: null },
    { what: 'latency, median', value: ms(f.latency.p50), ...atMost(f.latency.p50, 1000, 'ms') },
    { what: 'latency, p99', value: ms(f.latency.p99), ...atMost(f.latency.p99, 2000, 'ms') },
    { what: 'memory, backlog', value: mb(f.backlogRssMb), ...atMost(f.backlogRssMb, 300, 'MB') },
    { what: 'memory, and 50 MB mail', value: mb(f.peakRssMb), ...atMost(f.peakRssMb, 300, 'MB') },
    { what: 'start of --version', value: ms(f.start), ...atMost(f.start, 150, 'ms') },
  ]
  return rows
    .map(({ what, value, bar, met }) => {
      const sign = met === null ? '' : met ? 'met' : 'not met'
      return `${what.padEnd(32)}${value.padStart(14)}   ${bar.padEnd(12)}${sign}`.trimEnd()
    })
    .join('\n')
}

function rate(value: number): string {
  return `${value.toFixed(0)} mails/s`
}

function ratio(value: number): string {
  return `${value.toFixed(2)} x`
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`
}

function mb(value: number | null): string {
  return value === null ? 'unknown' : `${value.toFixed(0)} MB`
}

function atLeast(value: number, bar: number) {
  return { bar: `>= ${bar} x`, met: value >= bar }
}

function atMost(value: number | null, bar: number, unit: string) {
  return { bar: `<= ${bar} ${unit}`, met: value === null ? null : value <= bar }
}
