/** Mail programs thread by the first and the last ids; some servers refuse very long headers. */
const MOST = 20

/** Without repeats and what is no id, the first and the last kept where there are too many. */
export function trimReferences(ids: readonly string[]): string[] {
  const sound = [...new Set(ids.filter((id) => /^<[^<>\s]{1,250}>$/.test(id)))]
  return sound.length <= MOST ? sound : [...sound.slice(0, 1), ...sound.slice(1 - MOST)]
}
