import { readPhone } from '../account/phone.ts'
import {
  namesLike,
  type RegistrationFault,
  type RegistrationForm,
  registrationFaults,
} from '../account/registration.ts'
import { knownLocales, localeFault } from '../config/locales.ts'
import type { Config } from '../config/schema.ts'
import { isCompanyTaken } from '../store/accounts.ts'
import { findContactByAddress } from '../store/contacts.ts'
import type { Reader } from '../store/database.ts'
import { agentsOf } from './agents.ts'

/** A form as it would be written, and everything that is wrong with it. */
export interface JudgedForm {
  form: RegistrationForm
  faults: RegistrationFault[]
}

export async function judgeRegistration(
  reader: Reader,
  config: Config,
  written: RegistrationForm,
): Promise<JudgedForm> {
  const phone = readPhone(written.phone, config.registration.country)
  const form = { ...written, phone: phone?.number ?? written.phone }
  const known = form.email === '' ? undefined : await findContactByAddress(reader, form.email)
  const faults = registrationFaults(form, {
    taken: await takenName(reader, config, form, phone?.country ?? null),
    isKnown: known !== undefined,
    own: config.mailboxes.map((mailbox) => mailbox.address),
    agents: agentsOf(config),
    isNumber: phone !== null,
    otherLanguages: otherLanguages(config, form.locale),
  })
  return { form, faults }
}

function otherLanguages({ templates }: Config, locale: string | null): string[] | null {
  const known = knownLocales(templates)
  return locale !== null && localeFault(locale, known) !== undefined ? known : null
}

/** A name to take instead, when the company has an account already. */
async function takenName(
  reader: Reader,
  config: Config,
  { company, email, locale }: RegistrationForm,
  country: string | null,
): Promise<{ proposal: string } | null> {
  if (company === '' || !(await isCompanyTaken(reader, company))) return null
  const language = locale ?? config.desk.locale
  for (const proposal of namesLike(company, { country, email, locale: language })) {
    if (!(await isCompanyTaken(reader, proposal))) return { proposal }
  }
  return null
}
