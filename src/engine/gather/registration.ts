import { type Account, companyKey } from '../../account/account.ts'
import type { RegistrationForm } from '../../account/registration.ts'
import { acceptsTerms, readRegistration } from '../../account/registration-mail.ts'
import type { Config } from '../../config/schema.ts'
import type { Matter, RegistrationFacts, Sender } from '../../decision/facts.ts'
import type { Mail } from '../../message/mail.ts'
import { findAccount } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'
import { findDraft } from '../../store/registration-drafts.ts'
import { judgeRegistration } from '../judge-registration.ts'

/** A mail, the mailbox in which it arrived, and what its signed tag is about. */
interface Answer {
  mail: Mail
  mailbox: string
  sender: Sender
  matter: Matter | null
}

/**
 * What a mail says about a registration: looked up only where its tag or its
 * mailbox says that it does.
 */
export async function gatherRegistration(
  reader: Reader,
  config: Config,
  answer: Answer,
): Promise<RegistrationFacts | null> {
  switch (answer.matter?.id[0]) {
    case 'A':
      return await proofOf(reader, answer.sender, `A-${answer.matter.id.slice(1)}`)
    case 'T':
      return await answerToTerms(reader, config, answer)
    case 'R':
      return await formOf(reader, config, answer)
    default:
      return isForRegistration(config, answer) ? await formOf(reader, config, answer) : null
  }
}

function isForRegistration({ mailboxes, registration }: Config, { mailbox }: Answer): boolean {
  if (registration.address === undefined) return false
  return mailboxes.find(({ name }) => name === mailbox)?.address === registration.address
}

/**
 * The welcome mail went to the Decision Maker: an answer to it shows that the address is theirs.
 */
async function proofOf(
  reader: Reader,
  sender: Sender,
  accountId: string,
): Promise<RegistrationFacts | null> {
  const account = await findAccount(reader, accountId)
  const membership = sender.memberships.find((one) => one.account.id === account?.id)
  const isTheirs = membership?.roles.includes('decision-maker') ?? false
  return account?.state === 'pending' && isTheirs ? { kind: 'proof', account } : null
}

async function formOf(
  reader: Reader,
  config: Config,
  { mail, sender }: Answer,
): Promise<RegistrationFacts | null> {
  const written = readRegistration(mail, sender)
  if (!written) return null
  const account = sameAgain(written, sender)
  if (account) return { kind: 'again', account }
  const judged = await judgeRegistration(reader, config, written)
  return { kind: 'form', ...judged, terms: termsOf(config), accepted: false }
}

/** The pending account that the writer registered with the same words before. */
function sameAgain({ company, email }: RegistrationForm, sender: Sender): Account | undefined {
  return sender.memberships
    .map((membership) => membership.account)
    .find(
      (account) =>
        account.state === 'pending' &&
        email === sender.address &&
        companyKey(account.company) === companyKey(company),
    )
}

async function answerToTerms(
  reader: Reader,
  config: Config,
  answer: Answer,
): Promise<RegistrationFacts | null> {
  const fresh = await formOf(reader, config, answer)
  if (fresh) return fresh
  const accepted = acceptsTerms(answer.mail.reply)
  const draft = await findDraft(reader, answer.sender.address)
  if (!draft) return accepted ? { kind: 'over' } : null
  const terms = termsOf(config)
  // Other terms by now: these were not read.
  const isOfThese = draft.termsVersion === terms
  const judged = await judgeRegistration(reader, config, draft.form)
  return { kind: 'form', ...judged, terms, accepted: accepted && isOfThese }
}

function termsOf({ registration }: Config): string | null {
  return registration.terms?.version ?? null
}
