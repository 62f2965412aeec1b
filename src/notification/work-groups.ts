import { maySee } from './audience.ts'
import { administrators, desk, type Group, supportSide } from './groups.ts'

/** Who works on the ticket, as long as they are on its support side. */
export const owner: Group = (around) =>
  supportSide(around)
    .filter((member) => member.person.address === around.ticket?.owner)
    .map((member) => ({ ...member, as: 'its owner' }))

/** Whoever has to do something: the owner, or everybody who might. */
export const ownerOrDesk: Group = (around) => {
  const own = owner(around)
  return own.length > 0 ? own : desk(around)
}

/** Who of the support side may see the words that are told. */
export const whoMaySee: Group = (around) =>
  supportSide(around).filter((member) => maySee(member.audience, around.wordsFor ?? 'customer'))

/** Whom a department names for what its agents cannot do or did not do; else the administrators. */
export const escalation: Group = (around) => {
  const people = around.escalation ?? []
  if (people.length === 0) return administrators(around)
  const as = 'one to whom tickets are escalated'
  return people.map((address) => ({ person: { name: '', address }, as, audience: 'vendor' }))
}

export const supportContacts: Group = ({ circle }) =>
  (circle?.supportContacts ?? []).map((person) => {
    return { person, as: 'a support contact', audience: 'support' }
  })
