import { z } from 'zod'
import { addresses, count, duration, flag, name, timeZone } from './options.ts'

const MOST = 1_000_000

export const limits = z
  .strictObject({
    answers: z
      .strictObject({
        hour: count('In one hour.', 0, MOST).prefault(10),
        day: count('In one day.', 0, MOST).prefault(40),
      })
      .prefault({})
      .meta({ description: 'Automatic answers to one writer, at most.' }),
    unknown: count('Automatic answers to unknown addresses together in an hour.', 0, MOST).prefault(
      50,
    ),
    confirmations: count('Confirmations to one known contact in an hour.', 0, MOST).prefault(300),
    relays: z
      .strictObject({
        count: count(
          'From this mail of one address on one ticket on, none is relayed.',
          1,
          MOST,
        ).prefault(6),
        support: count(
          'The same for agents and support contacts, who write often in an emergency.',
          1,
          MOST,
        ).prefault(20),
        same: count('From this mail with the same text on, none is relayed.', 1, MOST).prefault(3),
        within: duration('The period that is counted.').prefault('10m'),
      })
      .prefault({})
      .meta({ description: 'The brake on two machines that write to each other.' }),
    reopenings: z
      .strictObject({
        count: count(
          'From this reopening of a ticket on, its notices are bundled.',
          1,
          MOST,
        ).prefault(4),
        within: duration('The period that is counted.').prefault('1h'),
        bundle: duration('The support side is told of a bundle after this.').prefault('10m'),
      })
      .prefault({})
      .meta({ description: 'Tickets that are closed and reopened again and again.' }),
    participants: count(
      'People of one ticket who are sent the answers, at most.',
      1,
      1000,
    ).prefault(20),
  })
  .meta({ description: 'How much is sent without a person having asked for it.' })

export const parse = z
  .strictObject({
    deadline: duration('A mail that takes longer to read is quarantined.', '1ms', '1d').prefault(
      '20s',
    ),
    workers: count('Threads that read mails.', 1, 32).prefault(1),
  })
  .meta({ description: 'Reading mails.' })

export const outbox = z
  .strictObject({
    giveUpAfter: duration('A mail that could not be sent for so long has failed.').prefault('5d'),
    uncertain: z.enum(['resend', 'ask'], 'must be resend or ask').prefault('resend').meta({
      description:
        'A mail whose end the server never confirmed is sent once more after a while (`resend`), so that it may arrive twice, or waits until a person says what to do (`ask`), so that it may arrive late.',
    }),
    uncertainAfter: duration(
      'With `resend`: after so long such a mail is sent once more.',
    ).prefault('10m'),
    keepBodies: duration('The text of a mail is kept for so long after its end.', '0s').prefault(
      '7d',
    ),
    alarmAbove: count(
      'When more mails than this are to leave within an hour, none does until a person says so; 0, the default, is no limit: a backlog after a long downtime is no alarm.',
      0,
      MOST,
    ).prefault(0),
  })
  .meta({ description: 'Sending mails.' })

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 09:00')
  .meta({ description: 'A time of the day.' })

const calendar = z
  .strictObject({
    timeZone: timeZone('Time zone of the hours; that of the desk by default.').optional(),
    days: z
      .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
      .min(1, 'needs at least one day')
      .prefault(['mon', 'tue', 'wed', 'thu', 'fri'])
      .meta({ description: 'Days of work.' }),
    from: clock.prefault('09:00').meta({ description: 'When the day begins.' }),
    to: clock.prefault('17:00').meta({ description: 'When the day ends.' }),
    holidays: z
      .array(z.iso.date('must be a date such as 2026-12-25'))
      .prefault([])
      .meta({ description: 'Days without work.' }),
  })
  .meta({ description: 'Business hours.' })

export const calendars = z
  .record(name('Name of a calendar.'), calendar)
  .meta({ description: 'Business hours by name, for the cadence.' })

function promise(help: string, every: string) {
  return z
    .strictObject({
      every: duration('The customer hears from us at least this often.').prefault(every),
      calendar: name('always, or the name of one of the calendars.').prefault('always'),
      lead: z
        .number()
        .min(0)
        .max(1)
        .prefault(0.75)
        .meta({ description: 'The part of the period after which the owner is reminded.' }),
      escalateTo: addresses('Who is told when an update is overdue.').prefault([]),
      holdingNote: flag(
        'Whether the customer is told once that an update is late, and that we are at work.',
      ).prefault(false),
      pauseWhileWaiting: flag('Whether waiting for the customer stops the clock.').prefault(false),
    })
    .prefault({})
    .meta({ description: help })
}

export const cadence = z
  .strictObject({
    P1: promise('Updates of an emergency.', '1h'),
    P2: promise('Updates of an urgent case.', '4h'),
    P3: promise('Updates of a standard case.', '24h'),
    plan: promise('Updates of any case with an action plan.', '24h'),
  })
  .meta({ description: 'How often a customer is promised an update.' })

export const entitlement = z
  .strictObject({
    unentitledP1: count(
      'Emergencies without entitlement that an account may have open at a time.',
      0,
      MOST,
    ).prefault(1),
  })
  .meta({ description: 'Who is entitled to what.' })
