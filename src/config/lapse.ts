import { z } from 'zod'
import { duration, flag } from './options.ts'

export const lapse = z
  .strictObject({
    pending: duration(
      'A registered account that nobody has proven lapses after this; its name is free again.',
    ).prefault('14d'),
    held: duration('Held mail of writers whom nobody knows is put away after this.').prefault(
      '30d',
    ),
  })
  .meta({
    description: 'What is not waited for any longer; the daily list of held mail says when.',
  })

export const supportContacts = z
  .strictObject({
    disclose: flag(
      'Whether an issue report names all support contacts of the account to each of them.',
    ).prefault(false),
  })
  .meta({ description: 'Who gets every issue report of an account.' })
