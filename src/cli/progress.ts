import type { Command } from 'commander'
import { type OnProgress, unseen } from '../progress.ts'
import type { Io } from './io.ts'

/** What is counted, and the word for it: `mails taken`, `MB copied`. */
export interface Counting {
  what: string
  /** So many of what the work counts are one of these: 1e6 bytes are a megabyte. */
  per?: number
}

export interface Progress {
  on: OnProgress
  /** Leaves nothing of a bar behind. */
  end(): void
}

interface Screen {
  write(text: string): void
  isTTY: boolean
  columns: number
  now(): number
}

/** Work that is over by then shows nothing; in milliseconds. */
const PATIENCE = 1_000
/** Between two looks of the bar, and between two lines where there is no terminal. */
const BAR_EVERY = 100
const LINE_EVERY = 5_000
const WIDTH = 24

/**
 * Does long work and shows on stderr how far it is: a bar on a terminal, else a line every few
 * seconds; nothing with `--json` and `--quiet`. The bars of @clack/prompts take the keyboard, so
 * that Ctrl-C would no longer let the work in hand be finished.
 */
export async function withProgress<T>(
  command: Command,
  io: Io,
  counting: Counting,
  work: (on: OnProgress) => Promise<T>,
): Promise<T> {
  const { json, quiet } = command.optsWithGlobals<{ json?: boolean; quiet?: boolean }>()
  if (json || quiet) return await work(unseen)
  const isTTY = io.errIsTTY === true && io.env.TERM !== 'dumb'
  const screen = { write: io.err, isTTY, columns: io.columns, now: Date.now }
  const progress = createProgress(screen, counting)
  try {
    return await work(progress.on)
  } finally {
    progress.end()
  }
}

export function createProgress(screen: Screen, counting: Counting): Progress {
  const { write, isTTY, columns, now } = screen
  const every = isTTY ? BAR_EVERY : LINE_EVERY
  let next = now() + (isTTY ? PATIENCE : LINE_EVERY)
  let isShown = false
  return {
    on(done, total) {
      if (now() < next) return
      next = now() + every
      const said = sentenceOf(done, total, counting)
      if (!isTTY) return write(`${said}\n`)
      const line = total ? `${barOf(done / total)} ${said}` : said
      // The cursor goes back to the left: whatever else is written takes the line.
      write(`\r${line.slice(0, columns - 1)}\x1b[K\r`)
      isShown = true
    },
    end() {
      if (isShown) write('\r\x1b[K')
    },
  }
}

/** `1200 of 5000 mails taken`. */
function sentenceOf(done: number, total: number | null, { what, per = 1 }: Counting): string {
  const all = total === null ? '' : ` of ${Math.ceil(total / per)}`
  return `${Math.floor(done / per)}${all} ${what}`
}

/** `██████░░░░  60 %`. */
function barOf(part: number): string {
  const known = Math.min(Math.max(part, 0), 1)
  const full = Math.floor(known * WIDTH)
  const percent = String(Math.floor(known * 100)).padStart(3)
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${percent} %`
}
