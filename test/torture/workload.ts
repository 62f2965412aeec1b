import type { Chance } from './chance.ts'
import { hostile } from './hostile.ts'
import * as letters from './letters.ts'
import { openSales, type Sales } from './sales.ts'

/** What a mail of the workload is. */
const KINDS = [
  ...times('new', 8),
  ...times('reply', 8),
  ...times('duplicate', 3),
  ...times('bounce', 1),
  ...times('automatic', 2),
  ...times('hostile', 3),
  ...times('attached', 2),
  ...times('answer', 2),
  ...times('close', 2),
  ...times('stranger', 1),
  ...times('unknown', 1),
  ...times('case', 2),
  ...times('held', 1),
  ...times('minutes', 4),
  ...times('refund', 1),
  ...times('charge', 1),
] as const
export type Kind = (typeof KINDS)[number] | 'big'

export interface Mail {
  kind: Kind
  /** A big one is written anew each time: all of them together would not fit into memory. */
  bytes(): Buffer
  /** The mail that has to be a ticket by then, because somebody bought what it lacked. */
  needs?: number
}

/** One in so many mails is big. */
const SELDOM = 150

export interface Workload {
  /** All mails so far, in the order of their delivery: the first one gets UID 1. */
  mails: Mail[]
  sales: Sales
  /** Writes the next one, of this kind where somebody needs it. */
  next(kind?: Kind): Mail
}

/** Mails of a busy and unkind day; each speaks of those before it. */
export function workloadOf(chance: Chance, buyers: number): Workload {
  const mails: Mail[] = []
  const opened: number[] = []
  const sales = openSales(buyers)

  function write(kind: Kind, n: number): Mail {
    const about = opened[Math.max(0, opened.length - 1 - chance.below(20))] ?? n
    switch (kind) {
      case 'duplicate': {
        const { bytes } = mails[chance.below(mails.length)] as Mail
        return { kind, bytes }
      }
      case 'big':
        return { kind, bytes: () => letters.big(n) }
      case 'hostile':
        return fixed(kind, hostile(`m${n}`, chance))
      case 'attached':
        return fixed(kind, letters.attached(n, chance))
      case 'case':
        return fixed(kind, letters.needing(n, sales.open(n)))
      case 'held': {
        const buyer = sales.ask(n)
        if (!buyer) return fixed('case', letters.needing(n, sales.open(n)))
        return fixed(kind, letters.needing(n, buyer.deployment, buyer.person))
      }
      case 'minutes':
      case 'refund':
      case 'charge': {
        if (!sales.canWork(n)) return fixed('case', letters.needing(n, sales.open(n)))
        const { ticket, command, bought } = sales.work(n, kind, chance)
        const mail = fixed(kind, letters.worked(n, ticket, command))
        return bought ? { ...mail, needs: ticket } : mail
      }
      default:
        return fixed(kind, letters.plain(kind, n, about))
    }
  }

  return {
    mails,
    sales,
    next(wanted) {
      const n = mails.length + 1
      const kind = opened.length === 0 ? 'new' : (wanted ?? kindOf(n, chance))
      if (kind === 'new' || kind === 'attached') opened.push(n)
      const mail = write(kind, n)
      mails.push(mail)
      return mail
    },
  }
}

function kindOf(n: number, chance: Chance): Kind {
  return n % SELDOM === 0 ? 'big' : chance.oneOf(KINDS)
}

function fixed(kind: Kind, bytes: Buffer): Mail {
  return { kind, bytes: () => bytes }
}

function times<const T>(kind: T, count: number): T[] {
  return Array.from({ length: count }, () => kind)
}
