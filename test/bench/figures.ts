import type { Growth } from './growth.ts'
import { STAGES, type Stage } from './stages.ts'

/** Rates in mails/s, times in ms, memory in MB; null where it was not measured. */
export interface Figures {
  mails: number
  bareIntake: number
  intake: number
  intakeRatio: number
  plainLoop: number
  wholeWay: number
  wholeWayRatio: number
  /** Of the contender's process with all its threads: steadier than rates on a busy machine. */
  cpuMsPerMail: Record<'bareIntake' | 'intake' | 'plainLoop' | 'wholeWay', number>
  latency: { p50: number; p99: number }
  /** The most that the daemon ever held, of all rounds and the mail of 50 MB. */
  peakRssMb: number | null
  /** The same of the rounds alone. */
  backlogRssMb: number | null
  /** Ms per mail that its threads were busy with, the whole way; null: not asked for. */
  stages: Record<Stage, number> | null
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
export function table(figures: Figures | null, growth: Growth | null): string {
  const rows = [...(figures ? rowsOf(figures) : []), ...(growth ? rowsOfGrowth(growth) : [])]
  return rows
    .map(({ what, value, bar, met }) => {
      const sign = met === null ? '' : met ? 'met' : 'not met'
      return `${what.padEnd(32)}${value.padStart(14)}   ${bar.padEnd(12)}${sign}`.trimEnd()
    })
    .join('\n')
}

function rowsOf(f: Figures): Row[] {
  return [
    plain('bare intake loop', rate(f.bareIntake)),
    plain('intake', rate(f.intake)),
    { what: '  of the bare loop', value: ratio(f.intakeRatio), ...atLeast(f.intakeRatio, 0.8) },
    plain('plain loop, 2 mails sent each', rate(f.plainLoop)),
    plain('whole way, 2 notices sent each', rate(f.wholeWay)),
    { what: '  of the plain loop', value: ratio(f.wholeWayRatio), ...atLeast(f.wholeWayRatio, 2) },
    plain('processor, bare loop', perMail(f.cpuMsPerMail.bareIntake)),
    plain('processor, intake', perMail(f.cpuMsPerMail.intake)),
    plain('processor, plain loop', perMail(f.cpuMsPerMail.plainLoop)),
    plain('processor, whole way', perMail(f.cpuMsPerMail.wholeWay)),
    { what: 'latency, median', value: ms(f.latency.p50), ...atMost(f.latency.p50, 1000, 'ms') },
    { what: 'latency, p99', value: ms(f.latency.p99), ...atMost(f.latency.p99, 2000, 'ms') },
    { what: 'memory, backlog', value: mb(f.backlogRssMb), ...atMost(f.backlogRssMb, 300, 'MB') },
    { what: 'memory, and 50 MB mail', value: mb(f.peakRssMb), ...atMost(f.peakRssMb, 300, 'MB') },
    { what: 'start of --version', value: ms(f.start), ...atMost(f.start, 150, 'ms') },
    ...(f.stages ? rowsOfStages(f.stages) : []),
  ]
}

function rowsOfStages(stages: Record<Stage, number>): Row[] {
  const total = STAGES.reduce((sum, stage) => sum + stages[stage], 0)
  return [
    plain('busy threads, the whole way', perMail(total)),
    ...STAGES.map((stage) => plain(`  ${NAMES[stage]}`, perMail(stages[stage]))),
  ]
}

const NAMES: Record<Stage, string> = {
  fetch: 'fetching mails',
  parse: 'reading mails',
  decide: 'deciding, carrying out',
  compose: 'writing mails',
  store: 'statements of the store',
  commit: 'commits, with the disk',
  send: 'sending',
  garbage: 'garbage collection',
  other: 'other, and the start',
}

function rowsOfGrowth({ small, big, ...g }: Growth): Row[] {
  const named = (tickets: number) => `${tickets.toLocaleString('en')} tickets`
  return [
    ...[small, big].flatMap(({ tickets, intake, cpuMsPerMail }) => [
      plain(`intake, ${named(tickets)}`, rate(intake)),
      plain(`processor, ${named(tickets)}`, perMail(cpuMsPerMail)),
    ]),
    { what: 'growth', value: ratio(g.ratio), ...atLeast(g.ratio, 0.8) },
    { what: 'ticket list', value: ms(g.ticketList), ...atMost(g.ticketList, 400, 'ms') },
    {
      what: 'look for updates due',
      value: fineMs(g.cadenceSweep),
      ...atMost(g.cadenceSweep, 50, 'ms'),
    },
    ...(g.preload === null ? [] : [plain('preload', `${g.preload.toFixed(0)} s`)]),
    plain('store', `${(g.storeMb / 1000).toFixed(1)} GB`),
  ]
}

function plain(what: string, value: string): Row {
  return { what, value, bar: '', met: null }
}

function perMail(value: number): string {
  return `${value.toFixed(2)} ms/mail`
}

function fineMs(value: number): string {
  return `${value.toFixed(2)} ms`
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
