import { z } from 'zod'
import { name, text } from './options.ts'

/** Fields of a case that a department may require, in the order in which mails show them. */
export const REQUIRABLE = [
  'deployment',
  'billing',
  'reason',
  'feature',
  'version',
  'build',
  'trunkProvider',
  'when',
  'numbers',
  'locations',
  'callType',
  'wanted',
  'wantedDate',
] as const

function list(help: string) {
  return z.array(text('A value.')).meta({ description: help })
}

const reasons = list('What a case may be about; empty: any text.')
const features = list('What a case may be about within the product; Other is always one of a list.')
const required = z
  .array(z.enum(REQUIRABLE))
  .meta({ description: 'What the confirmation asks for where the first mail does not state it.' })

export const caseFields = z
  .strictObject({
    reasons: reasons.prefault(['Technical', 'Non-Tech', 'Mobility']),
    features: features.prefault([]),
    required: required.prefault([]),
    departments: z
      .record(
        name('Name of a department.'),
        z
          .strictObject({
            reasons: reasons.optional(),
            features: features.optional(),
            required: required.optional(),
          })
          .meta({ description: 'What is otherwise in one department.' }),
      )
      .prefault({})
      .meta({ description: 'Departments with lists of their own.' }),
  })
  .meta({ description: 'What `Field: value` lines at the top of a first mail may say.' })
