import type { Config } from '../../config/schema.ts'
import { isAddress } from '../../config/values.ts'
import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import { oneLine } from '../../message/unicode.ts'
import type { DirectoryUser } from '../../store/directory-users.ts'
import type { Fault } from './faults.ts'

export type Service = Config['services'][number]

/** What is wrong with settings that somebody wants to change. */
export function settingsFaults({ settings }: Service, changes: Record<string, string>): Fault[] {
  return Object.entries(changes).flatMap(([field, value]) => {
    const values = settings[field]
    if (!values) {
      const known = Object.keys(settings).join(', ') || 'none'
      return [{ field, text: `is no setting of it; there is ${known}` }]
    }
    if (values.length === 0 || values.includes(value)) return []
    return [{ field, text: `"${value}" is none of ${values.join(', ')}` }]
  })
}

/** A service of the catalogue. Throws Failure `no-service`. */
export function serviceOf({ services }: Config, name: string): Service {
  const service = services.find((one) => one.name === name)
  if (service) return service
  const names = services.map((one) => one.name).join(', ')
  throw new Failure('no-service', `There is no service ${name}.`, {
    advice: names ? `There is ${names}.` : 'The configuration lists them under "services".',
  })
}

/** A number or address as it is kept and compared. */
export function givenOf({ given }: Service, written: string): string {
  return given === 'address' ? normalAddress(written) : oneLine(written)
}

/** Recordings go where the mailbox sends them, unless somebody says otherwise. */
export function givenByDefault({ given }: Service, { user }: DirectoryUser): string {
  if (given === 'address') return user.mailboxAddress || user.email
  return given === 'number' ? user.fax : ''
}

/** What is wrong with what a user is to be given. */
export function givenFaults({ given }: Service, value: string): Fault[] {
  if (given === 'nothing') {
    return value === '' ? [] : [{ field: 'number', text: 'is nothing that this service has' }]
  }
  if (value === '') return [{ field: given, text: 'is missing' }]
  if (given === 'address') {
    return isAddress(value) ? [] : [{ field: given, text: `"${value}" is no mail address` }]
  }
  const fits = /^\+?[\d\s()./-]{3,40}$/.test(value) && /\d{3}/.test(value.replace(/\D/g, ''))
  return fits ? [] : [{ field: given, text: `"${value}" is no number` }]
}
