import { inspectConfig } from '../../config/load.ts'
import type { Config } from '../../config/schema.ts'
import { noTokens } from '../../credentials/token-for.ts'
import type { Finding } from '../doctor/finding.ts'
import type { Io } from '../io.ts'
import { gatherAnswers } from './answers.ts'
import type { Proofs } from './config.ts'
import type { gatherProofs } from './proofs.ts'
import type { Answers } from './question.ts'
import { QUESTIONS } from './questions.ts'

/** So long a server may take to answer while somebody sits and waits, in milliseconds. */
const PATIENCE = 10_000

/** What is asked again when a server cannot be used. */
const ABOUT_SERVERS = ['imapHost', 'imapUser', 'folder', 'smtpHost', 'smtpUser']

export interface Tried extends Awaited<ReturnType<typeof gatherProofs>> {
  answers: Answers
}

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
    const works =
      !io.ask || (await areUsable(configOf(answers, gathered.proofs), gathered.proofs, io))
    if (works || !(await isYes(io, 'Ask about the servers again? [yes]: '))) {
      return { answers, ...gathered }
    }
    answers = await askAgain(answers, io)
  }
}

async function isYes({ ask }: Io, question: string): Promise<boolean> {
  return /^(y|yes|)$/i.test(((await ask?.(question)) ?? 'no').trim())
}

/** The questions about the servers, each with the answer that was given before as the proposal. */
async function askAgain(answers: Answers, io: Io): Promise<Answers> {
  const kept = Object.entries(answers).filter(([key]) => !ABOUT_SERVERS.includes(key))
  const questions = QUESTIONS.map((question) =>
    ABOUT_SERVERS.includes(question.key)
      ? { ...question, otherwise: () => answers[question.key] }
      : question,
  )
  return await gatherAnswers(
    questions,
    Object.fromEntries(kept),
    { bad: [], missing: [], advice: '' },
    io,
  )
}

/**
 * True where both servers take the login, and where nobody can know yet: a person has to sign in
 * first, a secret is still to be put in its place, or the answers do not fit together.
 */
async function areUsable(written: object, proofs: Proofs, io: Io): Promise<boolean> {
  if ('oauth2' in proofs.imap) return true
  const checked = inspectConfig(JSON.parse(JSON.stringify(written)), '/config.json', io.env)
  if (!('config' in checked)) return true
  let works = true
  for await (const { status, says, advice } of findings(impatient(checked.config))) {
    if (status === 'fail') works = false
    io.err(`${[says, ...(advice === undefined ? [] : [advice])].join(' ')}\n`)
  }
  return works
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
