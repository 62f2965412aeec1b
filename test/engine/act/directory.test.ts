import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readCsv } from '../../../src/directory/csv.ts'
import { continueDirectory, type Push, pushDirectory } from '../../../src/engine/act/directory.ts'
import { erasePerson } from '../../../src/engine/act/erase-person.ts'
import { addSupport } from '../../../src/engine/act/support-contacts.ts'
import { giveToken } from '../../../src/engine/act/token.ts'
import { takeUpUsers } from '../../../src/engine/sync/take-up.ts'
import { findAccount, listSupportContacts } from '../../../src/store/accounts.ts'
import { findContactByAddress, grantRole, listMemberships } from '../../../src/store/contacts.ts'
import { readSync } from '../../../src/store/directory-sync.ts'
import { countStates, listUsers } from '../../../src/store/directory-users.ts'
import { rememberErased } from '../../../src/store/erased.ts'
import { listOutbox, showOutbox } from '../../../src/store/outbox-view.ts'
import { findSuppression, listSuppressed } from '../../../src/store/suppressed.ts'
import { addParticipant, findTicket, listParticipants } from '../../../src/store/tickets.ts'
import type { DeskSite } from '../desk-site.ts'
import { openDesk } from '../desk-site.ts'
import { codeOfActing, letter } from './site.ts'

const HEAD = 'id,first name,last name,email,phone'
const user = (n: number, email = `u${n}@globex.test`, phone = `+34 911 000 ${100 + n}`) =>
  `${n},User,Number ${n},${email},${phone}`
const csv = (...lines: string[]) => [HEAD, ...lines].join('\n')
const ten = Array.from({ length: 10 }, (_, i) => user(i + 1))

let site: DeskSite
let token: string
let id: number

beforeEach(async () => {
  site = await openDesk({
    config: { directory: { minimumVersion: '19.43.7902.0' } },
    accounts: [
      {
        company: 'Globex',
        locale: 'es',
        contacts: [
          { name: 'Dora', address: 'dora@globex.test', role: 'decision-maker' },
          { name: 'Pam', address: 'pam@globex.test', role: 'phone-manager' },
          { name: 'Ulf', address: 'ulf@globex.test', role: 'user' },
        ],
      },
      { company: 'Initech', contacts: [{ name: 'Ivo', address: 'ivo@initech.test' }] },
    ],
  })
  id = (await findAccount(site.desk.store.read, 'A-10001'))?.id ?? 0
  token = await site.desk.store.transact((writer) => giveToken(site.desk, writer, id))
})
afterEach(() => site.close())

const push = (text: string, changes: Partial<Push> = {}) => {
  const form = { accountId: 'A-10001', token, version: '19.43.7902.0', force: false, ...changes }
  return pushDirectory(site.desk, form, async () => readCsv(text))
}
const takeUp = () => takeUpUsers(site.desk, site.desk.store.transact)
const states = () => countStates(site.desk.store.read, id)
const contact = (address: string) => findContactByAddress(site.desk.store.read, address)
const told = async () => {
  const mails = await listOutbox(site.desk.store.read, { limit: 100 })
  return mails.map((mail) => [mail.template, mail.to, mail.subject]).reverse()
}
const newestText = async () => {
  const [newest] = await listOutbox(site.desk.store.read, { limit: 1 })
  return (await showOutbox(site.desk.store.read, newest?.id ?? 0))?.text
}

describe('a push', () => {
  test('makes users ready, and taking them up makes them contacts of the account', async () => {
    const pushed = await push(csv(user(1), user(2), user(3, 'bad'), user(4, 'u4@globex.test', '')))
    expect(pushed).toMatchObject({ users: 4, added: 4, changed: 0, removed: 0, faults: [] })
    expect(await states()).toMatchObject({ ready: 2, 'not-eligible': 2, synced: 0 })
    expect(await contact('u1@globex.test')).toBeUndefined()
    expect(await takeUp()).toBe(2)
    expect(await states()).toMatchObject({ ready: 0, 'not-eligible': 2, synced: 2 })
    const one = await contact('u1@globex.test')
    expect(one).toMatchObject({
      name: 'User Number 1',
      phone: '+34 911 000 101',
      source: 'directory',
      active: true,
    })
    expect(await listMemberships(site.desk.store.read, one?.id ?? 0)).toMatchObject([
      { account: { accountId: 'A-10001' }, roles: ['user'] },
    ])
    expect(await takeUp()).toBe(0)
  })

  test('once more changes nothing', async () => {
    await push(csv(...ten, user(11, '')))
    await takeUp()
    expect(await push(csv(...ten, user(11, '')))).toMatchObject({
      added: 0,
      changed: 0,
      removed: 0,
    })
    expect(await states()).toMatchObject({ synced: 10, ready: 0, 'not-eligible': 1 })
  })

  test('of a wrong token says nothing about what is wrong, and tells the Decision Maker once', async () => {
    const wrongs = [
      push(csv(user(1)), { token: 'wrong' }),
      push(csv(user(1)), { token: 'wrong' }),
      push(csv(user(1)), { accountId: 'A-10002' }),
      push(csv(user(1)), { accountId: 'A-99999' }),
      push(csv(user(1)), { accountId: 'nonsense', token: '' }),
    ]
    const ends = await Promise.all(wrongs.map((work) => work.catch((error: Error) => error)))
    for (const end of ends) {
      expect(end).toMatchObject({
        message: 'Invalid Login.',
        advice: expect.stringContaining('a space too many'),
      })
    }
    expect((await readSync(site.desk.store.read, id)).tokenState).toBe('invalid-login')
    const mail = ['customer-directory-problem', 'dora@globex.test']
    expect(await told()).toEqual([[...mail, 'El directorio de Globex no se sincroniza']])
    expect(await push(csv(user(1)), { token: ` ${token}\n` })).toMatchObject({ added: 1 })
    expect((await readSync(site.desk.store.read, id)).tokenState).toBe('ok')
    expect((await told()).at(-1)).toEqual([
      ...mail,
      'El directorio de Globex vuelve a sincronizarse',
    ])
  })

  test.each([
    ['19.5.0.0', /has version 19.5.0.0; at least 19.43.7902.0 is needed/],
    [null, /does not say its version; at least 19.43.7902.0 is needed/],
  ])('of a system of version %s is refused', async (version, message) => {
    await expect(push(csv(user(1)), { version })).rejects.toThrow(message)
    expect(await newestText()).toContain('se necesita al menos la 19.43.7902.0')
    expect(await states()).toMatchObject({ ready: 0 })
    expect(await readSync(site.desk.store.read, id)).toMatchObject({
      tokenState: 'ok',
      syncState: 'error',
    })
  })

  test('of which nothing can be read changes nothing', async () => {
    await push(csv(...ten))
    await expect(push(csv('1,too few', '2,too few'))).rejects.toThrow(/line 2: has 2 values/)
    expect(await newestText()).toMatch(/No se puede leer ningún usuario: línea 2: hay 2 valores/)
    await expect(push('name,phone\nAna,1')).rejects.toThrow(/no column holds the mail address/)
    expect(await states()).toMatchObject({ ready: 10, gone: 0 })
  })

  test('keeps a user whose line is bad', async () => {
    await push(csv(...ten))
    await takeUp()
    const { faults, removed } = await push(csv(...ten.slice(0, 8), '9,broken', '10,broken'))
    expect([faults.length, removed]).toEqual([2, 0])
  })
})

describe('users that are gone', () => {
  test('are disabled, and are back when the directory has them again', async () => {
    await push(csv(...ten))
    await takeUp()
    await push(csv(...ten.slice(0, 8)))
    expect(await states()).toMatchObject({ synced: 8, gone: 2 })
    await takeUp()
    expect(await states()).toMatchObject({ synced: 8, gone: 0 })
    expect((await contact('u9@globex.test'))?.active).toBe(false)
    await push(csv(...ten))
    await takeUp()
    expect((await contact('u9@globex.test'))?.active).toBe(true)
  })

  test('keep their tickets', async () => {
    await push(csv(...ten))
    await takeUp()
    const { id: contactId = 0 } = (await contact('u1@globex.test')) ?? {}
    await site.desk.store.transact((writer) =>
      grantRole(writer, contactId, id, 'authorised-contact'),
    )
    const { ticket } = await letter(site, 'u1@globex.test')
    await push(csv(...ten.slice(1)))
    await takeUp()
    expect(await findTicket(site.desk.store.read, ticket ?? 0)).toMatchObject({
      status: 'open',
      requester: { address: 'u1@globex.test' },
    })
  })

  test('too many at once stop the push until somebody says so', async () => {
    await push(csv(...ten))
    await takeUp()
    await expect(push(csv(...ten.slice(0, 6)))).rejects.toMatchObject({
      code: 'directory-stopped',
      message: 'Nothing was changed: 4 of 10 users would be disabled.',
      advice: expect.stringContaining('ticketd directory continue A-10001'),
    })
    expect(await states()).toMatchObject({ synced: 10, gone: 0 })
    expect((await told()).at(-1)?.[0]).toBe('customer-directory-problem')
    expect(await newestText()).toContain('Se desactivarían 4 de 10 usuarios')
    const refused = continueDirectory(site.desk, 'A-10001', 'ulf@globex.test')
    expect(await codeOfActing(refused)).toBe('not-allowed')
    expect(await continueDirectory(site.desk, 'A-10001', 'pam@globex.test')).toMatchObject({
      removed: 4,
    })
    expect(await codeOfActing(continueDirectory(site.desk, 'A-10001', null))).toBe(
      'nothing-stopped',
    )
    await takeUp()
    expect((await contact('u10@globex.test'))?.active).toBe(false)
  })

  test('too many at once go with force', async () => {
    await push(csv(...ten))
    expect(await push(csv(user(1)), { force: true })).toMatchObject({ removed: 9 })
  })
})

describe('who a user is', () => {
  test('a name, a number and an address follow the directory', async () => {
    await push(csv(user(1)))
    await takeUp()
    const was = await contact('u1@globex.test')
    await push(csv('1,Eva,Sol,eva@globex.test,+34 911 000 999'))
    await takeUp()
    expect(await contact('u1@globex.test')).toBeUndefined()
    expect(await contact('eva@globex.test')).toMatchObject({
      id: was?.id,
      name: 'Eva Sol',
      phone: '+34 911 000 999',
    })
  })

  test('two users may change their addresses with each other', async () => {
    await push(csv(user(1), user(2)))
    await takeUp()
    const [one, two] = [await contact('u1@globex.test'), await contact('u2@globex.test')]
    await push(csv(user(1, 'u2@globex.test'), user(2, 'u1@globex.test')))
    await takeUp()
    expect(await states()).toMatchObject({ synced: 2, failed: 0 })
    expect((await contact('u2@globex.test'))?.id).toBe(one?.id)
    expect((await contact('u1@globex.test'))?.id).toBe(two?.id)
  })

  test('whoever writes from a new address first is heard when the directory knows it', async () => {
    await push(csv(...ten))
    await takeUp()
    expect((await letter(site, 'new@globex.test')).outcome).toBe('held')
    await push(csv(user(1, 'new@globex.test'), ...ten.slice(1)))
    await takeUp()
    expect((await site.takeUp()).map(({ outcome }) => outcome)).toEqual(['referred'])
  })

  test('whoever was gone and comes back is heard', async () => {
    await push(csv(...ten))
    await takeUp()
    await push(csv(...ten.slice(1)))
    await takeUp()
    expect((await letter(site, 'u1@globex.test')).outcome).toBe('held')
    await push(csv(...ten))
    await takeUp()
    expect((await site.takeUp()).map(({ outcome }) => outcome)).toEqual(['referred'])
  })

  describe('mails about the tickets of a user, and about accounts that they support, go', () => {
    const places = async (tickets: number[]) => {
      const { read } = site.desk.store
      const found = await Promise.all(tickets.map((number) => findTicket(read, number)))
      const supported = await findAccount(read, 'A-10002')
      const support = await listSupportContacts(read, supported?.id ?? 0)
      return [
        ...found.map((ticket) => ticket?.requester.address),
        ...support.map((one) => one.address),
      ]
    }
    const ticketsOfTwo = async () => {
      await push(csv(user(1), user(2)))
      await takeUp()
      const numbers: number[] = []
      for (const address of ['u1@globex.test', 'u2@globex.test']) {
        const contactId = (await contact(address))?.id ?? 0
        await site.desk.store.transact((writer) =>
          grantRole(writer, contactId, id, 'authorised-contact'),
        )
        numbers.push((await letter(site, address)).ticket ?? 0)
      }
      await addSupport(site.desk, 'A-10002', 'u1@globex.test', null)
      return numbers
    }

    test('to the new address that the directory says', async () => {
      const tickets = await ticketsOfTwo()
      await push(csv(user(1, 'new@globex.test'), user(2)))
      await takeUp()
      const now = ['new@globex.test', 'u2@globex.test', 'new@globex.test']
      expect(await places(tickets)).toEqual(now)
    })

    test('to them, and not to whom their address was given', async () => {
      const tickets = await ticketsOfTwo()
      for (const [one, two] of [
        ['u2@globex.test', 'u1@globex.test'],
        ['u1@globex.test', 'u2@globex.test'],
      ]) {
        await push(csv(user(1, one), user(2, two)))
        await takeUp()
        expect(await places(tickets)).toEqual([one, two, one])
      }
    })

    test('to nobody, while the directory gives their address away and names no other', async () => {
      const tickets = await ticketsOfTwo()
      await push(csv(user(1, 'none'), user(2, 'u1@globex.test')))
      await takeUp()
      const nowhere = expect.stringMatching(/^without-address-[\da-f]{12}@ticketd\.invalid$/)
      expect(await places(tickets)).toEqual([nowhere, 'u1@globex.test', nowhere])
      const { read } = site.desk.store
      expect(await listSuppressed(read, 9)).toMatchObject([{ address: nowhere }])
      await push(csv(user(1, 'new@globex.test'), user(2, 'u1@globex.test')))
      await takeUp()
      expect(await places(tickets)).toEqual([
        ...['new@globex.test', 'u1@globex.test', 'new@globex.test'],
      ])
      expect(await listSuppressed(read, 9)).toEqual([])
    })

    test('to the new address of whoever takes part, and not to whom the old one was given', async () => {
      const [first = 0, second = 0] = await ticketsOfTwo()
      const { read } = site.desk.store
      const part = async () => {
        const people = await Promise.all([first, second].map((n) => listParticipants(read, n)))
        return people.map((some) => some.map((one) => one.address))
      }
      const at = '2026-11-02T09:00:00.000Z'
      await site.desk.store.transact(async (writer) => {
        const joins = (ticket: number, address: string) =>
          addParticipant(writer, ticket, { name: '', address }, 'operator', at)
        await joins(first, 'u2@globex.test')
        await joins(second, 'u1@globex.test')
      })
      await push(csv(user(1, 'u2@globex.test'), user(2, 'u1@globex.test')))
      await takeUp()
      expect(await part()).toEqual([['u1@globex.test'], ['u2@globex.test']])
      await push(csv(user(1, 'new@globex.test'), user(2, 'u1@globex.test')))
      await takeUp()
      expect(await part()).toEqual([['u1@globex.test'], ['new@globex.test']])
    })

    test('to both where both support an account', async () => {
      const tickets = await ticketsOfTwo()
      await addSupport(site.desk, 'A-10002', 'u2@globex.test', null)
      await push(csv(user(1, 'u2@globex.test'), user(2, 'u1@globex.test')))
      await takeUp()
      const [one, two, ...support] = await places(tickets)
      expect([one, two]).toEqual(['u2@globex.test', 'u1@globex.test'])
      expect(support.sort()).toEqual(['u1@globex.test', 'u2@globex.test'])
    })
  })

  test('a directory may call its users by other names', async () => {
    await push(csv(user(1), user(2)))
    await takeUp()
    const one = await contact('u1@globex.test')
    await push(csv(user(1), user(2)).replace('\n1,', '\nx1,').replace('\n2,', '\nx2,'), {
      force: true,
    })
    await takeUp()
    expect(await contact('u1@globex.test')).toMatchObject({ id: one?.id, active: true })
  })

  test('a person of the account is kept by the directory from then on, with their roles', async () => {
    await push(csv(user(1, 'pam@globex.test')))
    await takeUp()
    const pam = await contact('pam@globex.test')
    expect(pam).toMatchObject({ name: 'User Number 1', source: 'directory' })
    const [membership] = await listMemberships(site.desk.store.read, pam?.id ?? 0)
    expect(membership?.roles).toEqual(expect.arrayContaining(['phone-manager', 'user']))
  })

  test('a Decision Maker stays though the directory has them no more', async () => {
    await push(csv(user(1, 'dora@globex.test'), user(2)))
    await takeUp()
    await push(csv(user(2)), { force: true })
    await takeUp()
    expect(await contact('dora@globex.test')).toMatchObject({ active: true, source: null })
  })

  test('who looks after this desk stays, and is told as ever; anybody else is sent nothing', async () => {
    await push(csv(user(1, 'ops@acme.test'), user(2)))
    await takeUp()
    await push(csv(user(3)), { force: true })
    await takeUp()
    expect(await contact('ops@acme.test')).toMatchObject({ active: true, source: null })
    const { read } = site.desk.store
    expect(await findSuppression(read, 'ops@acme.test')).toBeUndefined()
    expect(await findSuppression(read, 'u2@globex.test')).toMatchObject({ kind: 'disabled' })
  })

  test('the last super user of a partner stays too, and no other one', async () => {
    await site.close()
    const role = 'super-user' as const
    site = await openDesk({
      accounts: [
        {
          company: 'Partner',
          kind: 'partner',
          contacts: [
            { name: 'Sue', address: 'u1@globex.test', role },
            { name: 'Sam', address: 'u2@globex.test', role },
          ],
        },
      ],
    })
    token = await site.desk.store.transact((writer) => giveToken(site.desk, writer, id))
    await push(csv(user(1), user(2), user(3)))
    await takeUp()
    await push(csv(user(3)), { force: true })
    await takeUp()
    expect(await contact('u1@globex.test')).toMatchObject({ active: false })
    expect(await contact('u2@globex.test')).toMatchObject({ active: true, source: null })
  })

  test('somebody of another account is not taken', async () => {
    await push(csv(user(1, 'ivo@initech.test')))
    await takeUp()
    expect(await listUsers(site.desk.store.read, id, 10)).toMatchObject([
      {
        state: 'failed',
        reason: 'the address ivo@initech.test belongs to somebody outside of the account',
      },
    ])
    expect(await takeUp()).toBe(0)
  })

  test('who is erased is forgotten by the directory, and does not come back with it', async () => {
    await push(csv(user(1), user(2)))
    await takeUp()
    await erasePerson(site.desk, 'u1@globex.test', null)
    expect(await listUsers(site.desk.store.read, id, 10)).toHaveLength(1)
    await push(csv(user(1), user(2)))
    await takeUp()
    expect(await states()).toMatchObject({ synced: 1, ready: 0 })
  })

  test('who was erased does not come back', async () => {
    await site.desk.store.transact((writer) =>
      rememberErased(writer, 'u1@globex.test', '2026-11-01T00:00:00.000Z'),
    )
    await push(csv(user(1), user(2)))
    await takeUp()
    expect(await contact('u1@globex.test')).toBeUndefined()
    expect(await listUsers(site.desk.store.read, id, 10)).toHaveLength(1)
  })

  test('a mail that waited for its writer to become known is decided again', async () => {
    const fate = await letter(site, 'u1@globex.test')
    expect(fate.outcome).toBe('held')
    await push(csv(user(1)))
    await takeUp()
    expect(await site.takeUp()).toHaveLength(1)
  })
})
