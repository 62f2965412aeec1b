import { wordsIn } from '../../account/languages/index.ts'
import type { RegistrationForm } from '../../account/registration.ts'
import type { Config } from '../../config/schema.ts'
import { normalAddress } from '../../message/addresses.ts'
import { oneLine } from '../../message/unicode.ts'
import type { Desk } from '../desk.ts'
import { judgeRegistration } from '../judge-registration.ts'
import { readTerms, type Terms } from '../terms.ts'
import type { AccountForm } from './account-form.ts'
import { type Made, writeAccount } from './accounts.ts'
import { actorOf } from './actor.ts'
import { type Fault, refuse } from './faults.ts'

/**
 * Registers a company: the account is pending, its contact the Decision Maker, and the welcome mail
 * goes out. With terms whose version is not accepted yet (null) nothing is done and they are given
 * instead. Throws Failure `refused` with every field that is missing or wrong.
 */
export async function register(
  desk: Desk,
  written: RegistrationForm,
  acceptTerms: string | null,
  as: string | null,
): Promise<Made | { terms: Terms }> {
  const { config } = desk
  return await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, config, as)
    const { form, faults } = await judgeRegistration(writer, config, tidy(written))
    const english = wordsIn('en')
    refuse('Nothing was registered', [
      ...faults.map((fault) => ({ field: fault.field, text: english.fault(fault) })),
      ...termsFaults(config, acceptTerms),
    ])
    const terms = readTerms(config)
    if (terms && acceptTerms === null) return { terms }
    return await writeAccount(desk, writer, asAccount(form, config), {
      partnerId: null,
      state: 'pending',
      actor: actor.name,
      data: { terms: terms?.version ?? null },
    })
  })
}

function tidy(form: RegistrationForm): RegistrationForm {
  return {
    company: oneLine(form.company),
    name: oneLine(form.name),
    email: normalAddress(form.email),
    phone: oneLine(form.phone),
    locale: form.locale,
  }
}

function termsFaults({ registration: { terms } }: Config, accepted: string | null): Fault[] {
  if (!terms || accepted === null || accepted === terms.version) return []
  return [{ field: 'accept-terms', text: `must be ${terms.version}, the version of the terms now` }]
}

/**
 * A company that registers itself has no partner; the configuration says how it is looked after.
 */
export function asAccount(form: RegistrationForm, { registration }: Config): AccountForm {
  const { model, supportContact } = registration
  return {
    kind: 'customer',
    model,
    partner: null,
    company: form.company,
    decisionMaker: { name: form.name, address: form.email },
    supportContacts: supportContact === undefined ? [] : [supportContact],
    phone: form.phone,
    locale: form.locale,
  }
}
