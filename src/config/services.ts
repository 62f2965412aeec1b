import { z } from 'zod'
import { locale } from './desk.ts'
import { allDiffer, choice, flag, name, text } from './options.ts'

/** What a service may ask of a user of a directory. */
export const REQUIREMENTS = [
  'address',
  'mailbox-address',
  'deliver-as-wav',
  'phone',
  'fax',
] as const
export type Requirement = (typeof REQUIREMENTS)[number]

const service = z
  .strictObject({
    name: name('The name that commands use.'),
    title: z
      .record(locale, text('The title in one language.'))
      .prefault({})
      .meta({ description: 'What people call it, by language; the name where none is given.' }),
    requires: z
      .array(choice('What a user needs for it.', REQUIREMENTS))
      .prefault(['address'])
      .meta({
        description:
          'What a user needs for it: address, mailbox-address, deliver-as-wav (the mailbox sends its recordings as WAV), phone, fax.',
      }),
    given: choice(
      'What each user is given for it: a number, an address, or nothing of their own.',
      ['number', 'address', 'nothing'],
    ).prefault('nothing'),
    several: flag('Whether a user may have several numbers or addresses of it.').prefault(false),
    settings: z
      .record(
        name('Name of a setting.'),
        z
          .array(text('A value.'))
          .meta({ description: 'Its values; any text where none are listed.' }),
      )
      .prefault({})
      .meta({
        description: 'What an account may set for all of its users, with the values allowed.',
      }),
  })
  .meta({ description: 'An add-on service.' })

export const services = z
  .array(service)
  .refine((all) => allDiffer(all.map((one) => one.name)), 'names a service twice')
  .prefault([])
  .meta({ description: 'The add-on services that accounts may activate for their users.' })
