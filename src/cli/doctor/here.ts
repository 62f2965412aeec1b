import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Config, Imap, Smtp } from '../../config/schema.ts'
import { holdsSecret } from '../../config/secrets.ts'
import { type Keys, openKeys } from '../../credentials/keys.ts'
import { insistOnOwnKey } from '../../credentials/own-key.ts'
import { readTerms } from '../../engine/terms.ts'
import { faultsOf } from '../../notification/preview.ts'
import { loadTemplates } from '../../notification/templates.ts'
import { setMeta } from '../../store/meta.ts'
import { countAsked } from '../../store/outbox-asked.ts'
import { findStop } from '../../store/sending-stop.ts'
import { hasSentMail } from '../../store/sent.ts'
import { openStoreOf } from '../open.ts'
import { askedSentence } from '../outbox/asked.ts'
import { stopSentence } from '../outbox/pause.ts'
import { type Finding, findingOf } from './finding.ts'

/** Settings that are valid and may still be unwise. */
export function* checkSettings({ desk, mailboxes, smtp }: Config): Generator<Finding> {
  if (desk.tag.toLowerCase() === 'ticket') {
    yield {
      check: 'tag',
      status: 'warn',
      says: `[${desk.tag}#…] is also the tag of other systems, whose numbers would be taken for yours.`,
      advice: 'Choose another word for desk.tag before the first ticket.',
    }
  }
  for (const server of unverified([
    smtp,
    ...mailboxes.flatMap((it) => [it.imap, it.smtp ?? smtp]),
  ])) {
    yield {
      check: 'tls',
      status: 'warn',
      says: `Nobody looks at the certificate of ${server}: whoever stands in between gets the password.`,
      advice: 'Add its authority with NODE_EXTRA_CA_CERTS, and leave verifyCertificate out.',
    }
  }
  if (desk.staffByFromAlone) {
    yield {
      check: 'staff',
      status: 'warn',
      says: 'Whoever writes with the From address of an agent or support contact is believed.',
      advice:
        'Name the mail host in mailboxes[].authservIds, or ask for a signature or a reply to a mail of ours: desk.staffByFromAlone: false.',
    }
  }
}

/** Servers whose certificate the configuration wants nobody to look at. */
function unverified(servers: readonly (Imap | Smtp)[]): string[] {
  const open = servers.filter((it) => !it.verifyCertificate && it.security !== 'none')
  return [...new Set(open.map(({ host, port }) => `${host}:${port}`))]
}

/** A password that everybody on this machine can read; nothing else is one's own affair. */
export function* checkPrivacy(file: string): Generator<Finding> {
  if ((statSync(file).mode & 0o004) === 0) return
  if (!holdsSecret(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')))) return
  yield {
    check: 'privacy',
    status: 'warn',
    says: `Everybody on this machine can read the passwords in ${file}.`,
    advice: `chmod 600 ${file}, or write {"env": NAME} or {"file": PATH} in their place.`,
  }
}

export async function* checkTemplates(config: Config): AsyncGenerator<Finding> {
  const { value, finding } = await findingOf(
    'templates',
    () => faultsOf(loadTemplates(config.templates ?? null)),
    () => 'All mails can be written.',
  )
  if (value === null || value.length === 0) yield finding
  for (const fault of value ?? []) {
    yield { check: 'templates', status: 'fail', says: fault.message, ...advised(fault.advice) }
  }
}

/** Nothing where no terms are to be accepted. */
export async function* checkTerms(config: Config): AsyncGenerator<Finding> {
  if (!config.registration.terms) return
  const read = () => readTerms(config)
  yield (await findingOf('terms', read, () => 'The terms can be read.')).finding
}

/** Gives whether the store can be used; any key is good enough for one that has lost its own. */
export async function* checkStore(
  config: Config,
  hasLostKey = false,
): AsyncGenerator<Finding, boolean> {
  const { path, key } = config.store
  const { value, finding } = await findingOf(
    'store',
    async () => {
      const store = await openStoreOf(config)
      try {
        await store.transact((writer) =>
          setMeta(writer, 'doctor', { at: new Date().toISOString() }),
        )
        return { isNew: !(await hasSentMail(store.read)) }
      } finally {
        await store.close()
      }
    },
    () => `${path} can be written and is up to date.`,
  )
  yield finding
  // Whether one should be there only the store knows.
  if (value === null && !existsSync(key)) return false
  const keys = await findingOf(
    'keys',
    () =>
      value === null
        ? openKeys(key, { mayMake: false })
        : openOwnKeys(config, value.isNew || hasLostKey),
    () => `${key} is there.`,
  )
  yield keys.value === null || isPrivate(key) ? keys.finding : openToOthers(key)
  return value !== null && keys.value !== null
}

async function openOwnKeys(config: Config, mayTake: boolean): Promise<Keys> {
  const file = config.store.key
  const keys = openKeys(file, { mayMake: mayTake })
  const store = await openStoreOf(config)
  await insistOnOwnKey(store, keys, { file, mayTake }).finally(() => store.close())
  return keys
}

/**
 * Whether mail leaves, and what of it waits for a person; no finding where all is as it should be.
 */
export async function checkSending(
  config: Config,
): Promise<{ stopped: boolean; findings: Finding[] }> {
  const store = await openStoreOf(config)
  try {
    const stop = await findStop(store.read)
    const asked = await countAsked(store.read)
    const findings: Finding[] = []
    if (stop) findings.push(sendingFinding(stopSentence(stop, config.desk.timeZone), RESUME))
    if (asked > 0) findings.push(sendingFinding(askedSentence(asked), DECIDE))
    return { stopped: stop !== null, findings }
  } finally {
    await store.close()
  }
}

const RESUME = '`ticketd outbox resume` goes on.'
const DECIDE = '`ticketd outbox list --asked` shows what to decide.'

function sendingFinding(says: string, advice: string): Finding {
  return { check: 'sending', status: 'warn', says, advice }
}

function isPrivate(file: string): boolean {
  return (statSync(file).mode & 0o077) === 0
}

function openToOthers(file: string): Finding {
  const says = `Others on this machine can read ${file} and make mails that pass for ours.`
  return { check: 'keys', status: 'warn', says, advice: `chmod 600 ${file}` }
}

function advised(advice: string | undefined): { advice?: string } {
  return advice === undefined ? {} : { advice }
}
