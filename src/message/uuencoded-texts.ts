import type { FileInside } from './file-inside.ts'
import type { Part, TextPart } from './parts.ts'
import { unpackUuencoded } from './uuencoded.ts'

/** Takes the uuencoded files out of the plain texts below a part, and gives them in their order. */
export function takeUuencoded(part: Part | null): FileInside[] {
  if (part === null) return []
  return part.kind === 'text' ? takeFrom(part) : part.parts.flatMap(takeUuencoded)
}

function takeFrom(part: TextPart): FileInside[] {
  if (part.type !== 'text/plain') return []
  const text = Buffer.concat(part.chunks)
  const found = unpackUuencoded(text)
  part.chunks = [found?.rest ?? text]
  return found?.files ?? []
}

/** Whether a file may have begun in the bytes of a text so far. */
export function holdsFiles(chunks: readonly Buffer[]): boolean {
  return Buffer.concat(chunks).includes('begin')
}
