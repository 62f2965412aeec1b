import { type Facts, personOf } from '../../decision/facts.ts'
import { oneLine } from '../../message/unicode.ts'
import { takeAccountId } from '../../store/accounts.ts'
import type { Writer } from '../../store/database.ts'
import { dropDraft, putDraft } from '../../store/registration-drafts.ts'
import type { Happening } from '../../ticket/happening.ts'
import { writeAccount } from '../act/accounts.ts'
import { activate } from '../act/activate.ts'
import { asAccount } from '../act/registration.ts'
import { matterOf, welcome } from '../act/welcome.ts'
import { type Desk, instant } from '../desk.ts'
import type { Letter } from '../gather.ts'
import { type Telling, type Told, tell } from '../tell.ts'
import { readTerms } from '../terms.ts'
import { type ActOf, kinds } from './kinds.ts'

export const isOfRegistration = kinds(
  ...(['ask-fields', 'ask-terms', 'register', 'refuse-quietly', 'welcome', 'activate'] as const),
)
export type RegistrationAct = ActOf<typeof isOfRegistration>

/** Does what a registration by mail asks for, and gives everything that is told about it. */
export async function carryOutRegistration(
  desk: Desk,
  writer: Writer,
  letter: Letter,
  facts: Facts,
  act: RegistrationAct,
): Promise<Told[]> {
  const { ledgerId } = letter
  const { address } = facts.sender
  const answer = (happening: Happening, about: Pick<Telling, 'matter' | 'more'>) =>
    tell(desk, writer, { ...answerTo(letter, facts), happening, ...about })
  switch (act.act) {
    case 'ask-fields': {
      const { form, faults } = act
      const more = { registration: { form, faults, terms: null }, locale: form.locale }
      return await answer('registration-incomplete', { matter: `R${ledgerId}`, more })
    }
    case 'ask-terms': {
      const { form } = act
      const terms = readTerms(desk.config)
      const draft = { ledgerId, form, termsVersion: terms?.version ?? '' }
      await putDraft(writer, address, draft, instant(desk.now()))
      const more = { registration: { form, faults: [], terms }, locale: form.locale }
      return await answer('registration-terms', { matter: `T${ledgerId}`, more })
    }
    case 'register': {
      const { form, terms } = act
      await dropDraft(writer, address)
      const made = await writeAccount(desk, writer, asAccount(form, desk.config), {
        partnerId: null,
        state: 'pending',
        actor: address,
        data: { mail: ledgerId, terms },
      })
      const { accountId, company } = made.account
      const registered = { accountId, company, address: form.email, released: 0 }
      const more = { registered, locale: form.locale }
      // People answer this mail as well: from the same address it proves as much.
      const matter = form.email === address ? { matter: matterOf(accountId) } : {}
      return [...(await answer('registration-done', { more, ...matter })), ...made.told]
    }
    case 'refuse-quietly': {
      const { form, fault } = act
      await dropDraft(writer, address)
      // A number that no account has: the words are those of a registration.
      const accountId = await takeAccountId(writer)
      const registered = { accountId, company: oneLine(form.company), address: form.email }
      const more = { registered: { ...registered, released: 0 }, locale: form.locale }
      const registration = { form, faults: [fault], terms: null, bySomebody: true }
      const owner = { name: '', address: form.email }
      return [
        ...(await answer('registration-done', { more })),
        ...(await tell(desk, writer, {
          ...{ ...answerTo(letter, facts), writer: owner, known: true },
          ...{ happening: 'registration-incomplete', matter: `R${ledgerId}` },
          more: { registration, locale: form.locale },
        })),
      ]
    }
    case 'welcome':
      return await welcome(desk, writer, act.account, act.to, { answered: true })
    case 'activate': {
      const proof = { by: 'reply', actor: address, ledgerId } as const
      return (await activate(desk, writer, act.account, proof)).told
    }
  }
}

function answerTo(letter: Letter, facts: Facts): Omit<Telling, 'happening'> {
  return {
    silence: null,
    ticket: null,
    circle: null,
    writer: personOf(facts.sender),
    known: facts.sender.contact !== null,
    mailbox: facts.mailbox.name,
    mail: letter,
    entry: null,
  }
}
