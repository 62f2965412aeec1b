import { nearest } from '../config/nearest.ts'
import { signatureIn } from '../message/sign-off.ts'
import { NOTE_ELSEWHERE } from './command-words.ts'

/** Hashtags and nothing else. */
const HASHTAGS = /^#\p{L}[\p{L}\p{M}\p{N}_-]*(?:\s+#\p{L}[\p{L}\p{M}\p{N}_-]*)*$/u

/**
 * Which lines are hashtags of the writer's signature, as in "#TeamAcme": they stand in it, and
 * none of their words is nearly one of `names`, so that a mistyped command is none of them.
 */
export function hashtagsIn(
  lines: readonly string[],
  writer: string,
  names: readonly string[],
): (line: string) => boolean {
  if (!lines.some((line) => HASHTAGS.test(line.trim()))) return () => false
  const meant = [...names, ...NOTE_ELSEWHERE]
  const ofSignature = lines.slice(signatureIn(lines, writer)).map((line) => line.trim())
  const hashtags = new Set(ofSignature.filter((line) => isHashtags(line, meant)))
  return (line) => hashtags.has(line.trim())
}

function isHashtags(line: string, meant: readonly string[]): boolean {
  if (!HASHTAGS.test(line)) return false
  const words = line.split(/\s+/).map((word) => word.slice(1).normalize('NFC'))
  return words.every((word) => nearest(word, meant, Math.ceil(word.length / 5)) === undefined)
}
