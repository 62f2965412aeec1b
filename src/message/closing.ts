import { anyOf, WORD_END, wordsFor } from './languages/index.ts'

/** RFC 3676 section 4.3 "-- ", and what people type for it. */
export function isSignatureLine(text: string): boolean {
  return /^(?:-- ?|—|––|__)$/.test(text)
}

const sentFrom = new RegExp(
  String.raw`^[\s*_<[(]{0,4}(?:${anyOf(wordsFor('sentFrom'))})${WORD_END}`,
  'iu',
)
const things =
  /phone|pad\b|ipod|android|blackberry|galaxy|samsung|huawei|xiaomi|nokia|windows|outlook|yahoo|mail|mobil|móvil|telefon|handy|tablet|htc|nexus|pixel|motorola|oneplus|verizon|t-mobile|at&t|vodafone|proton|aol|gmx|web\.de|thunderbird|spark|sparrow|mac\b|macbook|apple|correo|courrier|ios|телефон|айфон|τηλέφωνο|手机|手機/iu

/**
 * A line that a phone or a program adds: "Sent from my iPhone". A person's sentence may begin so
 * too ("Sent from my desk, is much easier than my phone"): the thing has to stand right there.
 */
export function isDeviceLine(line: string): boolean {
  const text = line.trim()
  const beginning = text.length <= 140 ? sentFrom.exec(text)?.[0] : undefined
  if (beginning === undefined) return false
  const clause = text.slice(beginning.length).split(/[,;:!?<(]|\.\s/)[0] ?? ''
  const words = clause.split(/\s+/).filter(Boolean)
  if (things.test(beginning + words.slice(0, 6).join(' '))) return true
  return words.length <= 3 && clause.length === text.length - beginning.length
}

const legal =
  /confidential(?:ity)?\b.{0,120}|legally privileged|intended (?:solely|only|recipient)|intended for the (?:use|named|person|addressee)|disclaimer\b|virus[- ]?free|avast\.com|vertraulich|rechtlich geschützt|confidencial|aviso legal|confidentiel|riservat|vertrouwelijk|konfidentiell|fortrolig|poufn|конфиденциальн|gizli|think before you print|consider the environment/i

/** A paragraph's first line as lawyers and virus scanners write it. */
export function isLegalFooter(text: string): boolean {
  return text.length > 20 && legal.test(text)
}

/** The footer of list managers: a rule, and below it the list's name. */
export function isListFooter(rule: string, below: string): boolean {
  return (
    /^[_-]{20,}$/.test(rule.trim()) &&
    /mailing list|unsubscribe|to stop receiving|listinfo|you received this message because/i.test(
      below,
    )
  )
}
