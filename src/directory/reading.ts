import type { DeliverAs, SyncedUser } from '../account/directory.ts'
import type { DirectoryFault, Place, UserFault } from '../account/directory-fault.ts'
import { sayDirectoryFault } from '../account/say-directory-fault.ts'
import { Failure } from '../errors.ts'
import { normalAddress } from '../message/addresses.ts'
import { oneLine } from '../message/unicode.ts'

/** What a source says about one user, by our names for it; `name` is a whole name in one column. */
export type Values = Partial<Record<Exclude<keyof SyncedUser, 'key'> | 'id' | 'name', string>>

/** What could not be read, and where. */
export interface ReadingFault {
  place: Place
  fault: UserFault
}

/** All users of a source. */
export interface Reading {
  users: SyncedUser[]
  faults: ReadingFault[]
  /** Users whose own lines could not be read: they are there, whatever the lines say. */
  spared: Set<string>
}

const LONGEST = 250

/** Failure `directory-file`: the file as a whole says nothing of users. */
export function fileFailure(
  fault: DirectoryFault,
  more: { lasting?: 'temporary'; cause?: unknown } = {},
): Failure {
  return new Failure('directory-file', `${sayDirectoryFault(fault, 'en')}.`, { fault, ...more })
}

/** Collects the users of a source one by one; what is wrong with one costs none of the others. */
export function gatherUsers(): {
  add(place: Place, values: Values): void
  /** `words` is what can be made out: a user known by one of them is spared. */
  fault(place: Place, fault: UserFault, words?: readonly string[]): void
  reading: Reading
} {
  const reading: Reading = { users: [], faults: [], spared: new Set() }
  const places = new Map<string, Place>()
  const fault = (place: Place, fault: UserFault, words: readonly string[] = []) => {
    reading.faults.push({ place, fault })
    for (const word of words.map(oneLine).filter(Boolean)) {
      reading.spared.add(`id ${word}`).add(normalAddress(word))
    }
  }
  return {
    reading,
    fault,
    add(place, written) {
      const read = readValues(written)
      const { email, name } = read
      if (read.id === '' && email === '' && name === '') return
      const key = keyFor(read, places)
      const first = places.get(key)
      if (first !== undefined) return fault(place, { is: 'twice', id: read.id, first })
      places.set(key, place)
      const bad = valuesFault(read)
      if (bad === null) reading.users.push(userOf(key, read))
      else {
        fault(place, bad)
        reading.spared.add(key)
      }
    },
  }
}

type Read = Required<Values>

function readValues(written: Values): Read {
  const of = (field: keyof Values) => oneLine(written[field] ?? '')
  const [firstName, lastName] = [of('firstName'), of('lastName')]
  return {
    id: of('id'),
    firstName: firstName || (lastName ? '' : of('name')),
    lastName,
    name: [firstName, lastName].filter(Boolean).join(' ') || of('name'),
    email: normalAddress(of('email')),
    phone: of('phone'),
    fax: of('fax'),
    trunkGroup: of('trunkGroup'),
    trunkRange: of('trunkRange'),
    mailboxAddress: normalAddress(of('mailboxAddress')),
    deliverAs: of('deliverAs'),
  }
}

/**
 * What the directory itself calls the user; the address where it calls nobody anything. A second
 * user with the same address is another one: neither can be synced, and both are shown.
 */
function keyFor({ id, email, name, phone }: Read, places: ReadonlyMap<string, Place>): string {
  if (id !== '') return `id ${id}`
  const key = email !== '' ? email : `${name} ${phone}`
  let number = 1
  while (places.has(numbered(key, number))) number++
  return numbered(key, number)
}

function numbered(key: string, number: number): string {
  return number === 1 ? key : `${key} #${number}`
}

function valuesFault(read: Read): UserFault | null {
  const long = Object.entries(read).find(([, value]) => value.length > LONGEST)
  if (long) return { is: 'too-long', field: long[0], most: LONGEST }
  const isOdd = deliverAsOf(read.deliverAs) === null
  return isOdd ? { is: 'odd-delivery', written: read.deliverAs } : null
}

function userOf(key: string, { id: _, name: __, deliverAs, ...rest }: Read): SyncedUser {
  return { key, ...rest, deliverAs: deliverAsOf(deliverAs) ?? 'none' }
}

/** As phone systems write it: "Attach Wav File", "Disabled". */
function deliverAsOf(written: string): DeliverAs | null {
  const word = written.toLowerCase().replace(/[^a-z]/g, '')
  if (['wav', 'attachwav', 'attachwavfile', 'wavfile'].includes(word)) return 'wav'
  return ['', 'none', 'no', 'disabled', 'off'].includes(word) ? 'none' : null
}
