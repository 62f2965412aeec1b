import type { Chance } from './chance.ts'
import { type Buyer, buyerNumbered, INITECH, PACK, PARTNER, PLENTY } from './customers.ts'

/** A movement of credits as the writer of the mails expects it; the ticket is the mail that opened it. */
export interface Movement {
  company: string
  kind: 'included' | 'adjusted' | 'bought' | 'deducted' | 'refunded'
  minutes: number
  ticket: number | null
}

/** A ticket on which credits are spent. */
interface Case {
  /** The mail that opens it. */
  mail: number
  owner: string
  payer: string
  /** What it took and was not given back, by company; who paid last stands last. */
  taken: Map<string, number>
}

/** Something to be bought, so that the mail numbered `mail` becomes a ticket. */
export interface Purchase {
  buyer: Buyer
  mail: number
  /** As soon as so many mails were written. */
  after: number
}

/** So many mails after the one that is held its missing goods are bought, and work on its ticket begins. */
const BOUGHT_AFTER = 15
const WORKED_AFTER = 90

/**
 * The books as they must be in the end, kept by the one who writes the mails and sells the goods: sums
 * on paper, nothing of the program, so that a fault that it always makes is found too.
 */
export interface Sales {
  movements: Movement[]
  purchases: Purchase[]
  /** Where there is a ticket to work on. */
  canWork(n: number): boolean
  /** The mail numbered `n` is a first one of Initech: a ticket at once. */
  open(n: number): string
  /** It is one of a new buyer; null when all have written. */
  ask(n: number): Buyer | null
  /** An agent's command for a ticket, and the mail that opened it. */
  work(n: number, what: 'minutes' | 'refund' | 'charge', chance: Chance): Work
}

export interface Work {
  ticket: number
  command: string
  /** True where the ticket waits for a purchase first. */
  bought: boolean
}

export function openSales(buyers: number): Sales {
  const movements: Movement[] = [
    { company: INITECH.company, kind: 'included', minutes: PACK, ticket: null },
    { company: INITECH.company, kind: 'adjusted', minutes: PLENTY, ticket: null },
    { company: PARTNER, kind: 'adjusted', minutes: PLENTY, ticket: null },
  ]
  const purchases: Purchase[] = []
  const cases: Case[] = []
  const waiting: Case[] = []

  const take = (it: Case, minutes: number) => {
    const before = it.taken.get(it.payer) ?? 0
    it.taken.delete(it.payer)
    it.taken.set(it.payer, before + minutes)
    movements.push({ company: it.payer, kind: 'deducted', minutes: -minutes, ticket: it.mail })
  }
  /** Who paid last gets back first. */
  const giveBack = (it: Case, minutes: number) => {
    let open = minutes
    for (const [company, taken] of [...it.taken].reverse()) {
      const part = Math.min(open, taken)
      if (part === 0) continue
      open -= part
      it.taken.set(company, taken - part)
      movements.push({ company, kind: 'refunded', minutes: part, ticket: it.mail })
    }
  }
  const ready = (n: number) => {
    while (waiting[0] && waiting[0].mail + WORKED_AFTER <= n) cases.push(waiting.shift() as Case)
    return cases
  }

  return {
    movements,
    purchases,
    canWork: (n) => ready(n).length > 0,
    open(n) {
      const company = INITECH.company
      cases.push({ mail: n, owner: company, payer: company, taken: new Map() })
      return INITECH.deployment
    },
    ask(n) {
      if (purchases.length >= buyers) return null
      const buyer = buyerNumbered(purchases.length + 1)
      const { company, lacks } = buyer
      purchases.push({ buyer, mail: n, after: n + BOUGHT_AFTER })
      waiting.push({ mail: n, owner: company, payer: company, taken: new Map() })
      const kind = lacks === 'credits' ? 'bought' : 'included'
      movements.push({ company, kind, minutes: PACK, ticket: null })
      return buyer
    },
    work(n, what, chance) {
      const all = ready(n)
      const it = all[Math.max(0, all.length - 1 - chance.below(12))] as Case
      const bought = it.owner !== INITECH.company
      const left = [...it.taken.values()].reduce((sum, taken) => sum + taken, 0)
      const told = { ticket: it.mail, bought }
      if (what === 'charge' && !bought) {
        const whom = it.payer === PARTNER ? 'account' : 'partner'
        it.payer = whom === 'partner' ? PARTNER : it.owner
        return { ...told, command: `#charge ${whom}` }
      }
      if (what === 'refund' && left > 0) {
        const minutes = 1 + chance.below(left)
        giveBack(it, minutes)
        return { ...told, command: `#refund ${minutes}` }
      }
      const minutes = 1 + chance.below(90)
      take(it, minutes)
      return { ...told, command: `#minutes ${minutes}` }
    },
  }
}
