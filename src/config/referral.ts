import { z } from 'zod'
import { address, flag, text, webPage } from './options.ts'

/** Everybody who may write a first mail, as the referral table tells them apart. */
export const CALLERS = [
  'cloud-contact',
  'cloud-user',
  'resell',
  'partner-supported',
  'enterprise-contact',
  'enterprise-user',
  'flex',
  'partner-contact',
  'partner-user',
  'consultant',
  'developer',
  'vendor',
  'unknown',
] as const
export type Caller = (typeof CALLERS)[number]

/**
 * Where one kind of caller finds what this desk does not give; null where nothing is configured.
 */
export interface Places {
  access: string | null
  join: string | null
  phone: string | null
  site: string | null
}

const places = {
  access: address('Whom to write to for help with access or the support contract.').optional(),
  join: text('Where to apply: a web page, or an address to write to.').optional(),
  phone: text('The phone line for them.').optional(),
  site: webPage('Web page for them.').optional(),
}

function served(help: string) {
  return z.strictObject(places).prefault({}).meta({ description: help })
}

/** Whom the desk sends elsewhere unless it chooses to serve them. */
function referred(help: string) {
  const opens = flag('Open a case all the same.').prefault(false)
  return z
    .strictObject({ ...places, opens })
    .prefault({})
    .meta({ description: help })
}

export const referral = z
  .strictObject({
    'cloud-contact': served('Authorised contacts of cloud accounts, who open cases.'),
    'cloud-user': referred('Other users of cloud accounts: sent to its authorised contacts.'),
    resell: served('Users of resell accounts, whose support contacts answer.'),
    'partner-supported': served(
      'Users of partner-supported accounts, whose support contacts answer; access: whom to ask for an enterprise contract.',
    ),
    'enterprise-contact': served('Authorised contacts of enterprise accounts, who open cases.'),
    'enterprise-user': referred('Other users of enterprise accounts: sent to their help desk.'),
    flex: referred('Users of flex accounts: sent to the support of that product.'),
    'partner-contact': served('Authorised contacts of partners, who open cases.'),
    'partner-user': referred('Other users of partners: sent to the super users of the partner.'),
    consultant: referred('Consultants; members with a support contract open cases.'),
    developer: referred('Developers; members with a support contract open cases.'),
    vendor: served('People of the vendor itself, who open cases.'),
    unknown: served('Unknown addresses, who are told how to register.'),
  })
  .meta({ description: 'Who may open a case, and where others are sent instead.' })
