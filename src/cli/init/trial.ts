import { inspectConfig } from '../../config/load.ts'
import type { Config } from '../../config/schema.ts'
import { noTokens } from '../../credentials/token-for.ts'
import type { Finding } from '../doctor/finding.ts'
import type { Io } from '../io.ts'
import { gatherAnswers } from './answers.ts'
import type { Proofs } from './config.ts'
import type { gatherProofs } from './proofs.ts'
import type { Answers, Question } from './question.ts'
import { QUESTIONS } from './questions.ts'
import { isYes } from './yes.ts'

/** So long a server may take to answer while somebody sits and waits, in milliseconds. */
const PATIENCE = 10_000

/** What is asked again when a server cannot be used. */
const ABOUT_SERVERS = [
  'imapHost',
  'imapSecurity',
  'imapUser',
  'folder',
  'smtpHost',
  'smtpSecurity',
  'smtpUser',
]
/** With another server the usual encryption of that one is proposed. */
const OF_A_HOST: Record<string, string> = { imapSecurity: 'imapHost', smtpSecurity: 'smtpHost' }

export interface Tried extends Awaited<ReturnType<typeof gatherProofs>> {
  answers: Answers
  /** `untried` where nobody can know yet: see `usable`. */
  trial: Trial
}

type Trial = 'works' | 'fails' | 'untried'

/**
 * Asks for the secrets and logs in at both servers with them; where that fails, says why and asks
 * about the servers again, until they work or the person keeps the answers.
 */
export async function askUntilTheyWork(
  first: Answers,
  askSecrets: (answers: Answers) => ReturnType<typeof gatherProofs>,
  configOf: (answers: Answers, proofs: Proofs) => object,
  io: Io,
): Promise<Tried> {
  let answers = first
  for (;;) {
    const gathered = await askSecrets(answers)
    if (!io.ask) return { answers, trial: 'untried', ...gathered }
    const trial = await usable(configOf(answers, gathered.proofs), gathered.proofs, io)
    if (trial !== 'fails' || !(await isYes(io.ask, 'Ask about the servers again?', io))) {
      return { answers, trial, ...gathered }
    }
    answers = await askAgain(answers, io)
  }
}

/** The questions about the servers, each with the answer that was given before as the proposal. */
async function askAgain(answers: Answers, io: Io): Promise<Answers> {
  const kept = Object.entries(answers).filter(([key]) => !ABOUT_SERVERS.includes(key))
  const questions = QUESTIONS.map((question) =>
    ABOUT_SERVERS.includes(question.key)
      ? {
          ...question,
          otherwise: (now: Answers) => proposalOf(question, now, answers),
          open: () => true,
        }
      : question,
  )
  return await gatherAnswers(
    questions,
    Object.fromEntries(kept),
    { bad: [], missing: [], advice: '' },
    io,
  )
}

function proposalOf({ key, otherwise }: Question, now: Answers, before: Answers) {
  const host = OF_A_HOST[key]
  const isElsewhere = host !== undefined && now[host] !== before[host]
  return isElsewhere ? otherwise?.(now) : before[key]
}

/**
 * Whether both servers take the login; `untried` where a person has to sign in first, a secret is
 * still to be put in its place, or the answers do not fit together.
 */
async function usable(written: object, proofs: Proofs, io: Io): Promise<Trial> {
  if ('oauth2' in proofs.imap) return 'untried'
  const checked = inspectConfig(JSON.parse(JSON.stringify(written)), '/config.json', io.env)
  if (!('config' in checked)) return 'untried'
  let trial: Trial = 'works'
  for await (const { status, says, advice } of findings(impatient(checked.config))) {
    if (status === 'fail') trial = 'fails'
    io.err(`${[says, ...(advice === undefined ? [] : [advice])].join(' ')}\n`)
  }
  return trial
}

async function* findings(config: Config): AsyncGenerator<Finding> {
  const { checkImap, checkSmtp } = await import('../doctor/servers.ts')
  for (const mailbox of config.mailboxes) yield await checkImap(mailbox, noTokens)
  yield* checkSmtp(config, noTokens)
}

function impatient(config: Config): Config {
  const soon = <Server extends object>(server: Server) => ({ ...server, timeout: PATIENCE })
  const [mailbox] = config.mailboxes
  return {
    ...config,
    smtp: soon(config.smtp),
    mailboxes: [{ ...mailbox, imap: soon(mailbox.imap) }],
  }
}
