import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parseDuration } from '../../src/config/values.ts'
import type { Fate } from '../../src/engine/receive.ts'
import type { Told } from '../../src/engine/tell.ts'
import { listSuppressed } from '../../src/store/suppressed.ts'
import { findTicket } from '../../src/store/tickets.ts'
import { type DeskSite, openDesk, type WrittenDesk } from '../engine/desk-site.ts'
import { type Goods, give } from '../engine/goods.ts'

/**
 * Every folder beside this file is a story: `desk.json` says who is there, each `NN-name.eml` is a mail
 * that arrives, and the `NN-name.json` beside it what must come of it. README.md here tells the rest.
 */
interface Expected {
  mailbox?: string
  /** Time that passes before the mail arrives: `21d`. */
  after?: string
  quiet?: boolean
  /** What an account comes to before it. */
  goods?: Goods
  outcome: string
  /** A part of the reason. */
  because?: string
  ticket?: { number?: number; status?: string; reopened?: number } | null
  /** All mails that leave, in any order. */
  mails: ExpectedMail[]
  /** Whose mails are written and kept back, since nothing is sent to them any more. */
  keptBack?: string[]
  /** Addresses that are suppressed after it. */
  suppressed?: string[]
}

interface ExpectedMail {
  to: string
  template?: string
  subject?: string
  /** `auto-replied`, `auto-generated`, or null for a person's words. */
  automatic?: string | null
  says?: string[]
  /** What stands in its HTML. */
  shows?: string[]
  hides?: string[]
  attachments?: string[]
}

/** What an expectation may say; any other word would be expected of nothing. */
const WORDS: (keyof Expected)[] = [
  ...(['mailbox', 'after', 'quiet', 'goods', 'outcome', 'because', 'ticket', 'mails'] as const),
  ...(['keptBack', 'suppressed'] as const),
]
const WORDS_OF_MAIL: (keyof ExpectedMail)[] = [
  ...(['to', 'template', 'subject', 'automatic', 'says', 'shows', 'hides', 'attachments'] as const),
]

const here = import.meta.dirname
const stories = readdirSync(here, { withFileTypes: true }).filter((e) => e.isDirectory())

describe.each(stories.map((s) => s.name))('%s', (story) => {
  test('goes as written', async () => {
    const folder = path.join(here, story)
    const written = readJson<WrittenDesk & { goods?: Goods[] }>(folder, 'desk.json')
    const site = await openDesk(written)
    try {
      const past: Past = new Map()
      for (const goods of written.goods ?? []) await give(site.desk, goods)
      for (const step of stepsOf(folder)) await play(site, folder, step, past)
      for (const fate of past.values()) checkReferences(fate, [...past.values()])
    } finally {
      await site.close()
    }
  })
})

/** The expectations in their order; every mail has its own. */
function stepsOf(folder: string): string[] {
  const files = readdirSync(folder)
  const mails = files.filter((file) => file.endsWith('.eml'))
  expect(files).toEqual(expect.arrayContaining(mails.map((mail) => mail.replace(/eml$/, 'json'))))
  return files.filter((file) => /^\d\d.*json$/.test(file)).sort()
}

/** What each step brought about, by its number. */
type Past = Map<string, Fate>

async function play(site: DeskSite, folder: string, file: string, past: Past): Promise<void> {
  const expected = readJson<Expected>(folder, file)
  expect(WORDS).toEqual(expect.arrayContaining(Object.keys(expected)))
  for (const mail of expected.mails) {
    expect(WORDS_OF_MAIL).toEqual(expect.arrayContaining(Object.keys(mail)))
  }
  site.clock.now += parseDuration(expected.after ?? '1m') ?? 0
  if (expected.goods) await give(site.desk, expected.goods)
  const fate = await arrive(site, path.join(folder, file.replace(/json$/, 'eml')), expected, past)
  past.set(file.slice(0, 2), fate)

  const seen = { step: file, outcome: fate.outcome, reason: fate.reason }
  expect(seen).toMatchObject({ step: file, outcome: expected.outcome })
  if (expected.because) expect(seen.reason).toContain(expected.because)
  const to = (mails: Told[]) => mails.map((t) => t.draft.recipient.address).sort()
  expect({
    step: file,
    to: to(fate.told.filter((t) => t.keptBack === null)),
    keptBack: to(fate.told.filter((t) => t.keptBack !== null)),
  }).toEqual({
    step: file,
    to: expected.mails.map((m) => m.to).sort(),
    keptBack: (expected.keptBack ?? []).sort(),
  })
  for (const mail of expected.mails) checkMail(fate, mail)
  if (expected.suppressed) {
    const listed = await listSuppressed(site.desk.store.read, 100)
    const suppressed = listed.map((s) => s.address).sort()
    expect({ step: file, suppressed }).toEqual({ step: file, suppressed: expected.suppressed })
  }
  if (expected.ticket === null) expect(fate.ticket).toBeNull()
  else if (expected.ticket) {
    const ticket = await findTicket(site.desk.store.read, fate.ticket ?? 0)
    expect({ step: file, ...ticket }).toMatchObject({ step: file, ...expected.ticket })
  }
}

/** The mail of a step; where it has none, the first that was put back is decided again. */
async function arrive(site: DeskSite, eml: string, expected: Expected, past: Past): Promise<Fate> {
  if (!existsSync(eml)) {
    const [fate] = await site.takeUp()
    if (fate) return fate
    throw new Error(`Nothing was put back for ${path.basename(eml)}.`)
  }
  const written = fill(readFileSync(eml, 'utf8'), past)
  const bytes = Buffer.from(written.replace(/\r?\n/g, '\r\n'))
  return await site.arrive(bytes, expected.mailbox, expected.quiet)
}

/** Nobody learns an id of a mail that went to somebody else. */
function checkReferences(fate: Fate, past: Fate[]): void {
  const all = past.flatMap((one) => one.told.map((t) => t.draft))
  for (const { draft } of fate.told) {
    for (const id of draft.references) {
      const sentTo = all.filter((d) => d.messageId === id).map((d) => d.recipient.address)
      if (sentTo.length > 0) expect(sentTo).toContain(draft.recipient.address)
    }
  }
}

function checkMail(fate: Fate, expected: ExpectedMail): void {
  const draft = fate.told.find(
    (t) =>
      t.draft.recipient.address === expected.to &&
      (expected.template === undefined || t.draft.template === expected.template),
  )?.draft
  expect(draft).toBeDefined()
  if (!draft) return
  if (expected.template) expect(draft.template).toBe(expected.template)
  if (expected.subject) expect(draft.subject).toBe(expected.subject)
  if (expected.automatic !== undefined) expect(draft.autoSubmitted).toBe(expected.automatic)
  for (const words of expected.says ?? []) expect(draft.text).toContain(words)
  for (const html of expected.shows ?? []) expect(draft.html).toContain(html)
  for (const words of expected.hides ?? []) {
    expect(draft.text).not.toContain(words)
    expect(draft.html).not.toContain(words)
  }
  if (expected.attachments) {
    expect(draft.attachments.map((a) => a.name)).toEqual(expected.attachments)
  }
}

/**
 * `{{tag 01}}` is the tag of the ticket of step 01; `{{id 01 ana@globex.test}}` the Message-ID of the
 * mail that step 01 sent to her, `{{root 01}}` the ticket's root id, `{{path 01 ana@globex.test}}`
 * the return path of the mail to her.
 */
function fill(written: string, past: Past): string {
  const fateOf = (step: string) => {
    const fate = past.get(step)
    if (!fate) throw new Error(`There is no step ${step} before this one.`)
    return fate
  }
  return written
    .replace(/\{\{tag (\d\d)\}\}/g, (_, step: string) => `[Acme#${fateOf(step).ticket}]`)
    .replace(/\{\{number (\d\d)\}\}/g, (_, step: string) => String(fateOf(step).ticket))
    .replace(/\{\{id (\d\d) (\S+)\}\}/g, (_, step: string, to: string) => {
      const told = fateOf(step).told.find((t) => t.draft.recipient.address === to)
      if (!told) throw new Error(`Step ${step} sent nothing to ${to}.`)
      return told.draft.messageId
    })
    .replace(/\{\{path (\d\d) (\S+)\}\}/g, (_, step: string, to: string) => {
      const told = fateOf(step).told.find((t) => t.draft.recipient.address === to)
      return told?.draft.envelopeFrom ?? ''
    })
    .replace(/\{\{reply-to (\d\d) (\S+)\}\}/g, (_, step: string, to: string) => {
      const told = fateOf(step).told.find((t) => t.draft.recipient.address === to)
      return told?.draft.replyTo ?? ''
    })
    .replace(/\{\{subject (\d\d) (\S+) (\S+)\}\}/g, (_, step: string, to: string, name: string) => {
      const told = fateOf(step).told.find(
        ({ draft }) => draft.recipient.address === to && draft.template === name,
      )
      if (!told) throw new Error(`Step ${step} sent no ${name} to ${to}.`)
      return told.draft.subject
    })
    .replace(/\{\{root (\d\d)\}\}/g, (_, step: string) => {
      const root = fateOf(step).told[0]?.draft.references[0]
      if (!root) throw new Error(`Step ${step} sent nothing.`)
      return root
    })
    .replace(
      /\{\{(text|plain|html) (\d\d) (\S+)\}\}/g,
      (_, how: string, step: string, to: string) => {
        const draft = fateOf(step).told.find((t) => t.draft.recipient.address === to)?.draft
        const text = draft?.text ?? ''
        return how === 'html'
          ? (draft?.html ?? '')
          : how === 'plain'
            ? text
            : text.replace(/^/gm, '> ')
      },
    )
}

function readJson<T>(folder: string, file: string): T {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as T
}
