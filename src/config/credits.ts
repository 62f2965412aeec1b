import { z } from 'zod'
import { allDiffer, choice, count, flag, text } from './options.ts'

/** Nobody sells more minutes than a year has. */
const MOST_MINUTES = 525_600

const minutes = z.int().min(1).max(MOST_MINUTES)

export const credits = z
  .strictObject({
    packs: z
      .array(minutes)
      .min(1, 'needs at least one pack')
      .refine((all) => allDiffer(all.map(String)), 'names a pack twice')
      .prefault([120, 300, 600])
      .meta({ description: 'The packs that are sold, in minutes.' }),
    lowBalance: z
      .array(z.int().min(0).max(MOST_MINUTES))
      .prefault([60, 15])
      .meta({ description: 'The Decision Maker is told when the balance falls to one of these.' }),
    keepUnused: flag('Whether unused credits of a contract are kept when it is renewed.').prefault(
      true,
    ),
    mostLogged: count('Minutes that can be logged at once, at most.', 1, MOST_MINUTES).prefault(
      1440,
    ),
    statementOn: z
      .string()
      .regex(/^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/, 'must be a day of the year such as 01-15')
      .prefault('01-02')
      .meta({
        description: 'From this day of the year on the statement of the last one is mailed.',
      }),
    howToBuy: text(
      'How credits and contracts are bought, told to who lacks them: an address or a sentence.',
    ).optional(),
  })
  .meta({ description: 'Support credits: one is a minute of support time.' })

const minutesIncluded = z.int().min(0).max(MOST_MINUTES).meta({ description: 'Minutes included.' })

const included = z
  .strictObject({
    credits: minutesIncluded.prefault(0),
    byProduct: z
      .record(text('A product.'), minutesIncluded)
      .prefault({})
      .meta({ description: 'Other minutes for these products.' }),
  })
  .meta({ description: 'A type of contract.' })

export const contracts = z
  .strictObject({
    types: z.record(text('Name of a type.'), included).prefault({}).meta({
      description: 'The types that are sold, with their credits; any where none is named.',
    }),
    remind: z
      .array(z.int().min(1).max(365))
      .prefault([60, 30, 7, 1])
      .meta({ description: 'So many days before an end a reminder is sent.' }),
    deployment: choice(
      'Where the only deployment that comes into question is not named: ask for it, or take it.',
      ['ask', 'take'],
    ).prefault('ask'),
  })
  .meta({ description: 'Support contracts and what covers a deployment.' })
