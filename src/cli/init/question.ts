import { wording } from '../../config/faults.ts'

export type Answers = Record<string, string | undefined>

/** One thing that a command has to know: a flag, or a question where somebody is there to ask. */
export interface Question {
  /** The key of the answer, which is the flag in camel case. */
  key: string
  flag: string
  question: string
  /** What is wrong with an answer beside these others, or undefined. */
  fault: (answer: string, others: Answers) => string | undefined
  /** What is taken when nothing is answered; without it an answer is needed. */
  otherwise?: (answers: Answers) => string | undefined
  /** Whether it matters at all beside the other answers; always when absent. */
  when?: (answers: Answers) => boolean
  /** Whether there is a choice; where there is none the proposal is taken and nobody is asked. */
  open?: (answers: Answers) => boolean
}

interface Checked {
  safeParse(
    answer: string,
    params?: { error: typeof wording },
  ): { error?: { issues: { message: string }[] } | undefined }
}

/** A question whose answer is checked as the option that it becomes. */
export function ask(
  flag: string,
  question: string,
  option: Checked,
  otherwise?: (answers: Answers) => string | undefined,
  more: Partial<Question> = {},
): Question {
  return {
    key: flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    flag: `--${flag}`,
    question,
    fault: (answer) => option.safeParse(answer, { error: wording }).error?.issues[0]?.message,
    ...(otherwise ? { otherwise } : {}),
    ...more,
  }
}
