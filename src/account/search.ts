import type { Person } from '../ticket/ticket.ts'

/** Somebody whose name or address holds what was searched for. */
export type Found = Person

/** The people whose name or address holds the text, by name; case and accents aside. */
export function matching(people: readonly Person[], text: string): Found[] {
  const wanted = plain(text)
  if (wanted === '') return []
  return people
    .filter(({ name, address }) => plain(name).includes(wanted) || plain(address).includes(wanted))
    .map(({ name, address }) => ({ name, address }))
    .sort((a, b) => a.name.localeCompare(b.name) || a.address.localeCompare(b.address))
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim()
}
