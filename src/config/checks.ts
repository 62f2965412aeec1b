import type { Fault } from './faults.ts'
import { suggestion } from './nearest.ts'
import { serverFaults } from './server-checks.ts'
import { at, entries, items, word } from './written.ts'

/**
 * What no option can be blamed for alone. Asked of the file as written, not of the checked value,
 * so that these faults are reported together with those of the shape.
 */
export function crossFaults(written: unknown): Fault[] {
  return RULES.flatMap((rule) => rule(written))
}

const RULES: readonly ((written: unknown) => Fault[])[] = [
  mailboxNamesDiffer,
  addressesDiffer,
  aliasesDiffer,
  departmentNamesDiffer,
  watchedFoldersDiffer,
  departmentsExist,
  caseFieldsHaveDepartments,
  nobodyIsAMailbox,
  moveHasItsOwnFolder,
  returnPathsArrive,
  serversAreUsable,
  calendarsExist,
  daysEndAfterTheyBegin,
  registrationsArrive,
]

function mailboxNamesDiffer(written: unknown): Fault[] {
  return repeated('mailboxes', items(at(written, 'mailboxes')), 'name')
}

function addressesDiffer(written: unknown): Fault[] {
  return repeated('mailboxes', items(at(written, 'mailboxes')), 'address')
}

/** An address means one department. */
function aliasesDiffer(written: unknown): Fault[] {
  const taken = new Map(
    items(at(written, 'mailboxes')).map((one, index) => [
      word(at(one, 'address')),
      `mailboxes[${index}].address`,
    ]),
  )
  return items(at(written, 'departments')).flatMap((department, index) =>
    items(at(department, 'aliases')).flatMap((alias, place) => {
      const path = `departments[${index}].aliases[${place}]`
      const other = word(alias) === undefined ? undefined : taken.get(word(alias))
      taken.set(word(alias), path)
      return other === undefined ? [] : [{ path, text: `is the same as ${other}` }]
    }),
  )
}

function departmentNamesDiffer(written: unknown): Fault[] {
  return repeated('departments', items(at(written, 'departments')), 'name')
}

function repeated(list: string, parts: unknown[], key: string): Fault[] {
  const values = parts.map((part) => word(at(part, key)))
  return values.flatMap((value, index) => {
    const first = values.indexOf(value)
    if (value === undefined || first === index) return []
    return [{ path: `${list}[${index}].${key}`, text: `is the same as ${list}[${first}].${key}` }]
  })
}

/** Two mailboxes on one folder would each take every mail for their own. */
function watchedFoldersDiffer(written: unknown): Fault[] {
  const places = items(at(written, 'mailboxes')).map((mailbox) => {
    const imap = at(mailbox, 'imap')
    const place = [
      at(imap, 'host'),
      at(imap, 'port'),
      at(imap, 'user'),
      at(mailbox, 'folder') ?? 'INBOX',
    ]
    return typeof at(imap, 'host') === 'string' ? JSON.stringify(place) : undefined
  })
  return places.flatMap((place, index) => {
    const first = places.indexOf(place)
    if (place === undefined || first === index) return []
    return [{ path: `mailboxes[${index}]`, text: `watches the same folder as mailboxes[${first}]` }]
  })
}

function departmentsExist(written: unknown): Fault[] {
  const names = departmentNames(written)
  return items(at(written, 'mailboxes')).flatMap((mailbox, index) => {
    const path = `mailboxes[${index}].department`
    return unknown(path, 'department', at(mailbox, 'department'), names)
  })
}

function caseFieldsHaveDepartments(written: unknown): Fault[] {
  const names = departmentNames(written)
  return entries(at(at(written, 'caseFields'), 'departments')).flatMap(([wanted]) =>
    unknown(`caseFields.departments.${wanted}`, 'department', wanted, names),
  )
}

function departmentNames(written: unknown): string[] {
  return items(at(written, 'departments'))
    .map((it) => at(it, 'name'))
    .filter(isText)
}

/** What names a department or calendar that is not there. */
function unknown(path: string, what: string, wanted: unknown, names: readonly string[]): Fault[] {
  if (!isText(wanted) || names.includes(wanted)) return []
  return [{ path, text: `there is no ${what} "${wanted}"${suggestion(wanted, names)}` }]
}

/** What we send to a mailbox of ours comes back as mail: a desk that talks to itself. */
function nobodyIsAMailbox(written: unknown): Fault[] {
  const own = items(at(written, 'mailboxes')).map((it) => word(at(it, 'address')))
  const lists: [string, unknown][] = [
    ['desk.administrators', at(at(written, 'desk'), 'administrators')],
    ...items(at(written, 'departments')).map((it, index): [string, unknown] => [
      `departments[${index}].agents`,
      at(it, 'agents'),
    ]),
  ]
  return lists.flatMap(([path, list]) =>
    items(list).flatMap((address, index) =>
      isText(address) && own.includes(word(address))
        ? [{ path: `${path}[${index}]`, text: 'is the address of a mailbox of this desk' }]
        : [],
    ),
  )
}

function moveHasItsOwnFolder(written: unknown): Fault[] {
  return items(at(written, 'mailboxes')).flatMap((mailbox, index) => {
    const done = at(mailbox, 'done')
    if (at(done, 'action') !== 'move') return []
    const path = `mailboxes[${index}].done.folder`
    const target = at(done, 'folder')
    if (target === undefined) return [{ path, text: 'is missing: move needs a folder' }]
    if (target !== (at(mailbox, 'folder') ?? 'INBOX')) return []
    return [{ path, text: 'is the watched folder itself' }]
  })
}

/** A return path is a plus-address: reports to it would be lost where these do not arrive. */
function returnPathsArrive(written: unknown): Fault[] {
  return items(at(written, 'mailboxes')).flatMap((mailbox, index) =>
    at(mailbox, 'verp') === true && at(mailbox, 'plusAddresses') !== true
      ? [{ path: `mailboxes[${index}].verp`, text: 'needs plusAddresses: true' }]
      : [],
  )
}

/** Nobody would read what is written to any other address. */
function registrationsArrive(written: unknown): Fault[] {
  const address = at(at(written, 'registration'), 'address')
  const own = items(at(written, 'mailboxes')).map((it) => word(at(it, 'address')))
  if (!isText(address) || own.includes(word(address))) return []
  return [{ path: 'registration.address', text: 'is the address of no mailbox of this desk' }]
}

function serversAreUsable(written: unknown): Fault[] {
  return [
    ...serverFaults('smtp', at(written, 'smtp')),
    ...items(at(written, 'mailboxes')).flatMap((mailbox, index) => [
      ...serverFaults(`mailboxes[${index}].imap`, at(mailbox, 'imap')),
      ...serverFaults(`mailboxes[${index}].smtp`, at(mailbox, 'smtp')),
    ]),
  ]
}

function calendarsExist(written: unknown): Fault[] {
  const names = ['always', ...entries(at(written, 'calendars')).map(([name]) => name)]
  return entries(at(written, 'cadence')).flatMap(([priority, promise]) =>
    unknown(`cadence.${priority}.calendar`, 'calendar', at(promise, 'calendar'), names),
  )
}

function daysEndAfterTheyBegin(written: unknown): Fault[] {
  return entries(at(written, 'calendars')).flatMap(([name, calendar]) => {
    const from = at(calendar, 'from') ?? '09:00'
    const to = at(calendar, 'to') ?? '17:00'
    if (!isText(from) || !isText(to) || from < to) return []
    return [{ path: `calendars.${name}.to`, text: `must be later than ${from}` }]
  })
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
