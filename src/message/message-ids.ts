/** How many ids of a mail are kept: the first, which names the conversation, and the newest. */
const most = 50
/** Longer ids are no ids (RFC 5322 lines end at 998). */
const longest = 998

/** The id of a Message-ID header with its brackets; null when there is none. */
export function messageIdOf(value: string | null): string | null {
  if (value === null) return null
  const text = value.replace(/\s+/g, '')
  const bracketed = text.match(/<[^<>]+>/)?.[0]
  const id = bracketed ?? (text === '' || /[<>]/.test(text) ? null : `<${text}>`)
  return id !== null && id.length <= longest ? id : null
}

/**
 * The ids of References, then those of In-Reply-To that References lacks: oldest first, without
 * repeats, at most 50. Clients write prose, commas and bare ids into both; only ids come out.
 */
export function referencesOf(
  references: readonly string[] | undefined,
  inReplyTo: readonly string[] | undefined,
): string[] {
  const ids = new Set([...(references ?? []), ...(inReplyTo ?? [])].flatMap(idsIn))
  const all = [...ids]
  return all.length <= most ? all : [...all.slice(0, 1), ...all.slice(1 - most)]
}

function idsIn(value: string): string[] {
  const text = value.slice(0, 64 * 1024)
  const bracketed = text.match(/<[^<>\s]+>/g)
  const ids = bracketed ?? bareIds(text)
  return ids.filter((id) => id.length <= longest)
}

function bareIds(text: string): string[] {
  const words = text.split(/[\s<>,;()"]+/)
  return words.filter((word) => /.@./.test(word)).map((word) => `<${word}>`)
}
