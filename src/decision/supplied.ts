import { judge } from '../access/entitlement.ts'
import type { Account } from '../account/account.ts'
import { readFieldLines } from '../message/field-lines.ts'
import { readCase } from '../ticket/case-fields.ts'
import { wordKey } from '../ticket/field-words/index.ts'
import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import type { CaseAccess } from './case-access.ts'
import type { Decision } from './decision.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'

/** How writers name what a deployment is connected to. */
const CONNECTED = ['connected to', 'connection', 'conectado a', 'conectada a', 'conexion']

/** What the writer says that the deployment is connected to; null: nothing. */
export function connectionIn(text: string): string | null {
  const { fields } = readFieldLines(text)
  const found = fields.find(({ name, value }) => CONNECTED.includes(wordKey(name)) && value !== '')
  return found?.value.slice(0, 100) ?? null
}

/** What an answer says of a mail that waits; null where it says nothing of the kind. */
interface Supplied {
  deployment: string | null
  connectedTo: string | null
  payer: Account
}

/**
 * An answer to our question which system a mail is about, or to our word that something is missing:
 * with what it supplies the mail is decided again. An answer of another kind waits for a person.
 */
export function suppliesWhatWaits(question: Question): Decision | null {
  const { facts, mail } = question
  const { awaiting } = facts
  if (!awaiting || facts.release) return null
  const { access } = awaiting
  const supplied = suppliedBy(mail.reply, question, access)
  const isUnknown = supplied?.deployment != null && !isKnown(supplied.deployment, access)
  if (supplied && !isUnknown) {
    const payer = supplied.payer.id === access.payer.id ? null : `${supplied.payer.accountId} pays`
    const said = [supplied.deployment, supplied.connectedTo, payer].filter((it) => it !== null)
    return {
      outcome: 'command',
      reason: `about mail ${awaiting.mail}, which waits: ${said.join(', ')}`,
      ticket: null,
      acts: [
        {
          act: 'supply',
          mail: awaiting.mail,
          deployment: supplied.deployment,
          connectedTo: supplied.connectedTo,
          payerId: supplied.payer.id,
          saysMore: saysMore(mail.reply, supplied.deployment),
        },
      ],
    }
  }
  const { missing } = judge(access.rule, access.claim, access.holding)
  const isAsked = missing.includes('deployment') || missing.includes('connected-to')
  return isUnknown || (isAsked && isShort(mail.reply))
    ? askedAgain(question, awaiting.mail, supplied)
    : {
        outcome: 'held',
        reason: `an answer about mail ${awaiting.mail}, which waits; a person has to read it`,
        ticket: null,
        acts: [],
      }
}

function suppliedBy(reply: string, { policy }: Question, access: CaseAccess): Supplied | null {
  const { fields } = readCase(reply, access.rule.name, policy.caseFields)
  const deployment = fields.deployment ?? mentioned(reply, access) ?? alone(reply)
  const connectedTo = connectionIn(reply)
  const payers = [access.payer, access.otherPayer].filter((one) => one !== null)
  const payer = payers.find(({ accountId }) => accountId === fields.billing)
  if (deployment === null && connectedTo === null && !payer) return null
  return {
    deployment: deployment ?? access.claim.deployment,
    connectedTo: connectedTo ?? access.claim.connectedTo,
    payer: payer ?? access.payer,
  }
}

/** The only deployment of the account whose ID stands in the text. */
function mentioned(reply: string, { holding }: CaseAccess): string | null {
  const words = new Set(reply.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}._/-]*[\p{L}\p{N}]/gu))
  const found = holding.deployments.filter((one) => words.has(one.deploymentId.toLowerCase()))
  return found.length === 1 ? (found[0]?.deploymentId ?? null) : null
}

/** An answer of one word with a digit in it is meant for an ID. */
function alone(reply: string): string | null {
  const word = reply.trim()
  return /^[\p{L}\p{N}][\p{L}\p{N}._/-]{1,63}$/u.test(word) && /\d/.test(word) ? word : null
}

function isKnown(deployment: string, { holding }: CaseAccess): boolean {
  const key = deployment.toLowerCase()
  return holding.deployments.some((one) => one.deploymentId.toLowerCase() === key)
}

/** Whether an answer has words besides what was asked: these belong into the ticket. */
export function saysMore(reply: string, asked: string | null): boolean {
  const { rest } = readFieldLines(reply)
  const words = rest.match(/[\p{L}\p{N}][\p{L}\p{N}._/-]*/gu) ?? []
  return words.filter((word) => word.toLowerCase() !== asked?.toLowerCase()).length > 3
}

/** More than that is no mere slip: somebody explains something. */
function isShort(reply: string): boolean {
  return reply.trim().length <= 80
}

function askedAgain(question: Question, about: number, supplied: Supplied | null): Decision {
  const { mail, facts, policy } = question
  const silence = whyUnanswerable(mail, facts)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  const said = supplied?.deployment ?? 'nothing'
  return {
    outcome: 'command',
    reason: `about mail ${about}, which waits: no deployment known as ${said}`,
    ticket: null,
    acts:
      silence || limit
        ? stopNotice(question, limit)
        : [{ act: 'tell', happening: 'deployment-asked', silence: null }],
  }
}
