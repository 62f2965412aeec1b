import { readFileSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { codeOf, Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import { oneLine } from '../../message/unicode.ts'
import type { Reader } from '../../store/database.ts'
import type { Desk } from '../desk.ts'
import { type AccountForm, companyFaults, localeFaults } from './account-form.ts'
import { type Made, writeAccount } from './accounts.ts'
import { actorOf } from './actor.ts'
import { type Fault, refuse } from './faults.ts'
import { nameFaults, newAddressFaults } from './people.ts'

/** What a company writes to register itself; a field that is missing is empty. */
export interface RegistrationForm {
  company: string
  name: string
  email: string
  phone: string
  locale: string | null
  /** The version of the terms that the writer accepts; null: none were read yet. */
  acceptTerms: string | null
}

/** Terms that have to be read before they can be accepted. */
export interface Terms {
  version: string
  text: string
}

/**
 * Registers a company: the account is pending, its contact the Decision Maker, and the welcome mail
 * goes out. With terms that are not accepted yet nothing is done and they are given instead. Throws
 * Failure `refused` with every field that is missing or wrong.
 */
export async function register(
  desk: Desk,
  form: RegistrationForm,
  as: string | null,
): Promise<Made | { terms: Terms }> {
  const { config } = desk
  return await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, config, as)
    refuse('Nothing was registered', await registrationFaults(writer, config, form))
    if (config.registration.terms && form.acceptTerms === null) {
      return { terms: readTerms(config.registration.terms) }
    }
    return await writeAccount(desk, writer, asAccount(form, config), null, 'pending', actor.name)
  })
}

async function registrationFaults(
  reader: Reader,
  config: Config,
  form: RegistrationForm,
): Promise<Fault[]> {
  return [
    ...(await companyFaults(reader, form.company)),
    ...nameFaults('name', oneLine(form.name)),
    ...(form.email === ''
      ? [{ field: 'email', text: 'is missing' }]
      : await newAddressFaults(reader, config, 'email', normalAddress(form.email))),
    ...phoneFaults(form.phone),
    ...localeFaults(form.locale),
    ...termsFaults(config, form.acceptTerms),
  ]
}

/** People write numbers in many ways; what holds no number at all is none. */
function phoneFaults(phone: string): Fault[] {
  if (phone === '') return [{ field: 'phone', text: 'is missing' }]
  const fits =
    /^\+?[\d\s()./-]{3,40}( ?(x|ext\.?) ?\d{1,8})?$/i.test(phone) &&
    /\d{3}/.test(phone.replace(/\D/g, ''))
  return fits ? [] : [{ field: 'phone', text: `"${phone}" is no phone number` }]
}

function termsFaults({ registration: { terms } }: Config, accepted: string | null): Fault[] {
  if (!terms || accepted === null || accepted === terms.version) return []
  return [{ field: 'accept-terms', text: `must be ${terms.version}, the version of the terms now` }]
}

function readTerms({ version, path }: { version: string; path: string }): Terms {
  try {
    return { version, text: readFileSync(path, 'utf8').trimEnd() }
  } catch (error) {
    throw new Failure('terms', `The terms in ${path} cannot be read (${codeOf(error)}).`, {
      advice: 'Correct registration.terms.path in the configuration.',
    })
  }
}

/** A company that registers itself has no partner; the configuration says how it is looked after. */
function asAccount(form: RegistrationForm, { registration }: Config): AccountForm {
  const { model, supportContact } = registration
  return {
    kind: 'customer',
    model,
    partner: null,
    company: form.company,
    decisionMaker: { name: oneLine(form.name), address: normalAddress(form.email) },
    supportContacts: supportContact === undefined ? [] : [supportContact],
    phone: form.phone,
    locale: form.locale,
  }
}
