import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { shownFault } from '../../src/account/say-directory-fault.ts'
import { type LdapSource, readLdap } from '../../src/directory/ldap.ts'
import { describeWith } from '../servers/needs.ts'
import { ADMIN, BASE, type Slapd, slapdMissing, startSlapd } from '../servers/slapd.ts'

const MANY = 1200

const entry = (name: string, more: string) =>
  `dn: uid=${name},${BASE}\nobjectClass: inetOrgPerson\nuid: ${name}\ncn: ${name}\n${more}\n`

const PEOPLE = [
  entry('ana', 'givenName: Ana\nsn: Ruiz\nmail: Ana@globex.test\ntelephoneNumber: +34 911 000 101'),
  entry('eva', 'sn:: UGXDsWE=\nmail: eva@globex.test\nmail: eva@home.test\nl: attach wav file'),
  entry('bad', 'sn: Bad\nmail: bad@globex.test\nl: mp3'),
  ...Array.from({ length: MANY }, (_, i) =>
    entry(`u${i}`, `sn: User ${i}\nmail: u${i}@globex.test`),
  ),
]

describeWith(slapdMissing(), 'a real OpenLDAP directory', () => {
  let slapd: Slapd
  beforeAll(async () => {
    slapd = await startSlapd(PEOPLE)
  })
  afterAll(() => slapd.stop())

  const source = (changes: Partial<LdapSource> = {}): LdapSource => ({
    url: slapd.url,
    startTls: false,
    ...ADMIN,
    base: BASE,
    filter: '(objectClass=inetOrgPerson)',
    timeout: 10_000,
    attributes: {
      id: 'uid',
      firstName: 'givenName',
      lastName: 'sn',
      email: 'mail',
      phone: 'telephoneNumber',
      fax: 'facsimileTelephoneNumber',
      trunkGroup: '',
      trunkRange: '',
      mailboxAddress: '',
      deliverAs: 'l',
    },
    ...changes,
  })

  test.each([
    ['with a login', {}],
    ['without one, page by page since the server gives 500 at most', { bindDn: undefined }],
  ])('is read whole %s', async (_, changes) => {
    const { users, faults } = await readLdap(source(changes))
    expect(users).toHaveLength(MANY + 2)
    expect(users[0]).toMatchObject({
      key: 'id ana',
      firstName: 'Ana',
      lastName: 'Ruiz',
      email: 'ana@globex.test',
      phone: '+34 911 000 101',
      deliverAs: 'none',
    })
    expect(users[1]).toMatchObject({
      firstName: '',
      lastName: 'Peña',
      email: 'eva@globex.test',
      deliverAs: 'wav',
    })
    expect(faults.map(shownFault)).toEqual([
      { place: `uid=bad,${BASE}`, text: 'deliver-as "mp3" is none of wav, none' },
    ])
  })

  test('knows its users by a name of its own that never changes', async () => {
    const attributes = { ...source().attributes, id: 'entryUUID' }
    const [ana] = (await readLdap(source({ filter: '(uid=ana)', attributes }))).users
    expect(ana?.key).toMatch(/^id [\da-f]{8}-[\da-f-]{27}$/)
  })

  test('is read encrypted from the first byte, and after StartTLS', async () => {
    const ca = slapd.certificate
    const filter = '(uid=ana)'
    for (const how of [{ url: slapd.tlsUrl }, { startTls: true }]) {
      expect((await readLdap(source({ ...how, ca, filter }))).users).toHaveLength(1)
    }
  })

  test.each([
    ['a certificate that nobody vouches for', () => ({ url: slapd.tlsUrl }), 'directory-server'],
    ['the same after StartTLS', () => ({ startTls: true }), 'directory-server'],
    [
      'a file of its authority that is not there',
      () => ({ startTls: true, ca: '/no/ca.pem' }),
      'directory-server',
    ],
    ['a wrong password', () => ({ password: 'wrong' }), 'invalid-login'],
    ['a base that is not there', () => ({ base: 'dc=nowhere' }), 'directory-server'],
    ['a filter that is none', () => ({ filter: '(uid=' }), 'directory-server'],
    ['nobody there', () => ({ url: 'ldap://127.0.0.1:9' }), 'directory-server'],
  ])('%s is a failure with a sentence', async (_, changes, code) => {
    await expect(readLdap(source(changes()))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/ldaps?:\/\//),
    })
  })
})
