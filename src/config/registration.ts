import { z } from 'zod'
import { ACCOUNT_MODELS } from './account-kinds.ts'
import { address, choice, duration, text } from './options.ts'

export const registration = z
  .strictObject({
    address: address(
      'The mailbox to which companies write to register; the answer to the registration mail does it too.',
    ).optional(),
    country: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, 'must be a country of two letters such as ES')
      .optional()
      .meta({
        description: 'Whose telephone numbers those without a country code are (ISO 3166).',
      }),
    model: choice('Model of an account that registered itself.', ACCOUNT_MODELS).prefault('cloud'),
    supportContact: address('First support contact of such an account.').optional(),
    terms: z
      .strictObject({
        version: text('The mark of this version, which the writer repeats to accept it.'),
        path: text('File with the text of the terms.'),
      })
      .optional()
      .meta({ description: 'Terms that must be accepted.' }),
    codeValid: duration('A one-time code is good for so long.').prefault('10m'),
  })
  .meta({ description: 'Accounts that register themselves.' })
