import { Failure } from '../../errors.ts'
import type { Ask, Io } from '../io.ts'
import { type Answers, QUESTIONS, type Question } from './questions.ts'

/** What the flags that are no answers lack, or have too much of. */
export interface Gaps {
  bad: readonly string[]
  missing: readonly string[]
}

/**
 * All answers: from the flags, then from the person at the terminal, then the proposals. Throws a
 * `Failure('usage')` that names every bad flag, or every missing one, those of `gaps` among them, where
 * nobody can be asked.
 */
export async function gatherAnswers(flags: Answers, gaps: Gaps, io: Io): Promise<Answers> {
  refuseBad(flags, gaps.bad)
  const missing = [...gaps.missing]
  const answers: Answers = { ...flags }
  for (const question of QUESTIONS) {
    if (answers[question.key] !== undefined) continue
    const proposal = question.otherwise?.(answers)
    const answer = io.ask ? await askUntilRight(question, proposal, io.ask, io) : proposal
    if (answer === undefined) missing.push(question.flag)
    else answers[question.key] = answer
  }
  if (missing.length === 0) return answers
  throw new Failure('usage', `These flags are missing: ${missing.join(', ')}.`, {
    advice: 'Give them, or run `ticketd init` in a terminal to be asked.',
  })
}

function refuseBad(flags: Answers, others: readonly string[]): void {
  const bad = QUESTIONS.flatMap(({ key, flag, fault }) => {
    const answer = flags[key]
    const text = answer === undefined ? undefined : fault(answer)
    return text === undefined ? [] : [`${flag} ${text}`]
  })
  const all = [...bad, ...others]
  if (all.length > 0) throw new Failure('usage', `${all.join('; ')}.`)
}

async function askUntilRight(
  question: Question,
  proposal: string | undefined,
  ask: Ask,
  io: Io,
): Promise<string> {
  const hint = proposal ? ` [${proposal}]` : ''
  for (;;) {
    const answer = (await ask(`${question.question}${hint}: `)).trim() || (proposal ?? '')
    const fault = question.fault(answer)
    if (fault === undefined) return answer
    io.err(`That ${fault}.\n`)
  }
}
