/** The smallest file that is right; tests change what they ask about. */
export function smallest() {
  return {
    desk: { name: 'Acme Support', tag: 'Acme', administrators: ['ops@acme.test'] },
    mailboxes: [
      {
        name: 'support',
        address: 'support@acme.test',
        department: 'support',
        imap: { host: 'imap.acme.test', user: 'support@acme.test', password: 'imap-secret' },
      },
    ],
    smtp: { host: 'smtp.acme.test', user: 'support@acme.test', password: 'smtp-secret' },
    departments: [{ name: 'support' }],
  }
}

/** A copy with the value at the path replaced; `undefined` takes the key away. */
export function changed(path: (string | number)[], value: unknown): unknown {
  const copy: unknown = structuredClone(smallest())
  const last = path.at(-1) ?? ''
  let place = copy as Record<string | number, unknown>
  for (const step of path.slice(0, -1)) {
    place[step] ??= {}
    place = place[step] as Record<string | number, unknown>
  }
  if (value === undefined) delete place[last]
  else place[last] = value
  return copy
}
