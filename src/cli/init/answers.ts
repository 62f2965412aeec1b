import { Failure } from '../../errors.ts'
import type { Ask, Io } from '../io.ts'
import type { Answers, Question } from './question.ts'

/** What the flags that are no answers lack, or have too much of. */
export interface Gaps {
  bad: readonly string[]
  missing: readonly string[]
  /** What to do where something is missing. */
  advice: string
}

/**
 * All answers: from the flags, then from the person at the terminal, then the proposals. Throws a
 * `Failure('usage')` that names every bad flag, or every missing one, those of `gaps` among them,
 * where nobody can be asked.
 */
export async function gatherAnswers(
  questions: readonly Question[],
  flags: Answers,
  gaps: Gaps,
  io: Pick<Io, 'ask' | 'err'>,
): Promise<Answers> {
  refuseBad(questions, flags, gaps.bad)
  const missing = [...gaps.missing]
  const answers: Answers = { ...flags }
  for (const question of questions) {
    if (answers[question.key] !== undefined || question.when?.(answers) === false) continue
    const proposal = question.otherwise?.(answers)
    const isAsked = io.ask && question.open?.(answers) !== false
    const answer = isAsked ? await askUntilRight(question, proposal, answers, io) : proposal
    if (answer === undefined) missing.push(question.flag)
    else answers[question.key] = answer
  }
  if (missing.length > 0) {
    throw new Failure('usage', `These flags are missing: ${missing.join(', ')}.`, {
      advice: gaps.advice,
    })
  }
  refuseBad(questions, answers, useless(questions, answers))
  return answers
}

function refuseBad(
  questions: readonly Question[],
  answers: Answers,
  others: readonly string[],
): void {
  const bad = questions.flatMap(({ key, flag, fault }) => {
    const answer = answers[key]
    const text = answer === undefined ? undefined : fault(answer, answers)
    return text === undefined ? [] : [`${flag} ${text}`]
  })
  const all = [...bad, ...others]
  if (all.length > 0) throw new Failure('usage', `${all.join('; ')}.`)
}

/** What was given and does not matter is a misunderstanding. */
function useless(questions: readonly Question[], answers: Answers): string[] {
  return questions
    .filter(({ key, when }) => answers[key] !== undefined && when?.(answers) === false)
    .map(({ flag }) => `${flag} has no use with --login ${answers.login}`)
}

async function askUntilRight(
  question: Question,
  proposal: string | undefined,
  others: Answers,
  { ask, err }: Pick<Io, 'ask' | 'err'>,
): Promise<string> {
  const hint = proposal ? ` [${proposal}]` : ''
  for (;;) {
    const answer = (await (ask as Ask)(`${question.question}${hint}: `)).trim() || (proposal ?? '')
    const fault = question.fault(answer, others)
    if (fault === undefined) return answer
    err(`That ${fault}.\n`)
  }
}
