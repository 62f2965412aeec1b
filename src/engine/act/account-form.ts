import type { Account, AccountKind } from '../../account/account.ts'
import { ACCOUNT_KINDS, ACCOUNT_MODELS } from '../../config/account-kinds.ts'
import { knownLocales, localeFault } from '../../config/locales.ts'
import type { Config } from '../../config/schema.ts'
import { oneLine } from '../../message/unicode.ts'
import { isCompanyTaken } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'
import type { Person } from '../../ticket/ticket.ts'
import type { Fault } from './faults.ts'
import { addressFaults, nameFaults, newAddressFaults, phoneFaults } from './people.ts'

/** What somebody wrote to make an account; nothing of it is judged yet. */
export interface AccountForm {
  kind: string
  model: string | null
  /** The partner's Account ID. */
  partner: string | null
  company: string
  decisionMaker: Person
  supportContacts: string[]
  phone: string | null
  locale: string | null
}

/**
 * Everything that is wrong with a form; `partner` is the account that it names, if there is one.
 */
export async function formFaults(
  reader: Reader,
  config: Config,
  form: AccountForm,
  partner: Account | null,
): Promise<Fault[]> {
  const { decisionMaker, supportContacts } = form
  const who = 'decision-maker'
  return [
    ...kindFaults(form),
    ...partnerFaults(form, partner),
    ...(await companyFaults(reader, form.company)),
    ...nameFaults('name of the decision-maker', decisionMaker.name),
    ...(await newAddressFaults(
      reader,
      config,
      who,
      decisionMaker.address,
      form.kind as AccountKind,
    )),
    ...supportFaults(config, form, supportContacts),
    ...phoneFaults(config, form.phone),
    ...localeFaults(config, form.locale),
  ]
}

export async function companyFaults(reader: Reader, written: string): Promise<Fault[]> {
  const company = oneLine(written)
  const faults = nameFaults('company', company)
  if (faults.length > 0 || !(await isCompanyTaken(reader, company))) return faults
  return [{ field: 'company', text: `"${company}" has an account already` }]
}

/** What is wrong with the language of somebody's mails; null: none is asked for. */
export function localeFaults({ templates }: Config, written: string | null): Fault[] {
  const text = written === null ? undefined : localeFault(written, knownLocales(templates))
  return text === undefined ? [] : [{ field: 'locale', text }]
}

function kindFaults({ kind, model }: AccountForm): Fault[] {
  const kinds: readonly string[] = ACCOUNT_KINDS
  const models: readonly string[] = ACCOUNT_MODELS
  if (!kinds.includes(kind)) return [{ field: 'kind', text: `must be one of ${kinds.join(', ')}` }]
  if (kind !== 'customer') {
    return model === null ? [] : [{ field: 'model', text: 'is for customers only' }]
  }
  const fits = model !== null && models.includes(model)
  return fits ? [] : [{ field: 'model', text: `must be one of ${models.join(', ')}` }]
}

function partnerFaults({ kind, partner: id }: AccountForm, partner: Account | null): Fault[] {
  if (id === null) return []
  if (!partner) return [{ field: 'partner', text: `${id} is no account` }]
  if (partner.kind !== 'partner') return [{ field: 'partner', text: `${id} is no partner` }]
  return kind === 'customer' ? [] : [{ field: 'partner', text: 'is for customers only' }]
}

function supportFaults(config: Config, form: AccountForm, addresses: string[]): Fault[] {
  const field = 'support-contact'
  if (addresses.length === 0 && needsSupportContact(form)) {
    return [{ field, text: 'is missing: such an account needs at least one' }]
  }
  const twice = new Set(addresses.filter((one, i) => addresses.indexOf(one) !== i))
  return [
    ...[...new Set(addresses)].flatMap((one) => addressFaults(config, field, one)),
    ...[...twice].map((one) => ({ field, text: `${one} is named twice` })),
  ]
}

/** Where support contacts are the support side, or a partner looks after the account. */
function needsSupportContact({ kind, model, partner }: AccountForm): boolean {
  return kind === 'customer' && (partner !== null || model === 'resell' || model === 'partner')
}
