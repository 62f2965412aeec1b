import { z } from 'zod'
import { ACCOUNT_KINDS, ACCOUNT_MODELS } from './account-kinds.ts'
import { locale } from './desk.ts'
import { accountId, addresses, allDiffer, choice, flag, name, text } from './options.ts'

/** Names of products, each once. */
function products(help: string) {
  return z
    .array(text('A product.'))
    .refine((all) => allDiffer(all.map((one) => one.toLowerCase())), 'names a product twice')
    .prefault([])
    .meta({ description: help })
}

const only = z
  .strictObject({
    models: z
      .array(z.enum(ACCOUNT_MODELS))
      .prefault([])
      .meta({ description: 'Customers of these models.' }),
    kinds: z
      .array(z.enum(ACCOUNT_KINDS))
      .prefault([])
      .meta({ description: 'Accounts of these kinds.' }),
    products: products('Accounts with a deployment of one of these products.'),
    accounts: z
      .array(accountId('An Account ID.'))
      .prefault([])
      .meta({ description: 'These Account IDs.' }),
  })
  .prefault({})
  .meta({ description: 'For whom the department exists; what is empty asks for nothing.' })

export const department = z
  .strictObject({
    name: name('The name that mailboxes and commands use.'),
    title: z
      .record(locale, text('The title in one language.'))
      .prefault({})
      .meta({ description: 'What people call it, by language; the name where none is given.' }),
    group: text('The group of products that it belongs to.').optional(),
    agents: addresses('Who answers its tickets.').prefault([]),
    escalateTo: addresses('Who is told when a ticket of it is escalated.').prefault([]),
    aliases: addresses(
      'Further addresses that are delivered to a mailbox and mean this department.',
    ).prefault([]),
    products: products('The products that it serves; all of them where none is named.'),
    contract: choice(
      'Whether a support contract of the deployment is needed: required, not-required or not-offered (none is sold and none is needed).',
      ['required', 'not-required', 'not-offered'],
    ).prefault('not-required'),
    credits: choice('Whether support credits are used.', ['used', 'not-used']).prefault('not-used'),
    coverage: choice('What the deployment must be covered by.', [
      'none',
      'warranty',
      'maintenance',
    ]).prefault('none'),
    connectedTo: products('The deployment must be connected to one of these products.'),
    fields: z
      .array(z.enum(['deployment', 'billing', 'connected-to']))
      .refine(allDiffer, 'names a field twice')
      .prefault([])
      .meta({
        description: 'What a first mail must name even where the rule does not turn on it.',
      }),
    bestEffort: flag('Whether it helps free of charge, as well as it can.').prefault(false),
    only,
  })
  .meta({ description: 'A queue of tickets with its agents and what it asks for.' })
