import { type DetailsAnswer, readDetails } from '../../account/details.ts'
import { knownLocales } from '../../config/locales.ts'
import type { Config } from '../../config/schema.ts'
import type { Matter, Sender } from '../../decision/facts.ts'
import type { Mail } from '../../message/mail.ts'

/** What somebody answers to the mail that asks who they are; null for any other mail of theirs. */
export function gatherDetails(
  { registration: { country }, templates }: Config,
  { reply, attachments }: Mail,
  { contact }: Sender,
  matter: Matter | null,
): DetailsAnswer | null {
  if (!contact || matter?.id !== `C${contact.id}`) return null
  // A scan without a word is no answer.
  if (reply.trim() === '' && attachments.some((one) => !one.inline)) return null
  const languageOnly = contact.synced === true
  return readDetails(reply, { languageOnly, country, languages: knownLocales(templates) })
}
