import type { Config } from '../../config/schema.ts'

const known = new WeakMap<Config, ReadonlyMap<string, string>>()

/**
 * The addresses that mean a department and are no mailboxes: its aliases, and every mailbox with
 * its name as an extension, `support+billing@acme.test`.
 */
export function doorsOf(config: Config): ReadonlyMap<string, string> {
  const doors = known.get(config) ?? makeDoors(config)
  known.set(config, doors)
  return doors
}

function makeDoors({ mailboxes, departments }: Config): ReadonlyMap<string, string> {
  const doors = new Map<string, string>()
  for (const { name, aliases } of departments) {
    for (const alias of aliases) doors.set(alias, name)
    for (const { address } of mailboxes) doors.set(extended(address, name.toLowerCase()), name)
  }
  return doors
}

function extended(address: string, extension: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${extension}${address.slice(at)}`
}
