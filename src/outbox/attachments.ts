import { showSize } from '../notification/locale.ts'
import type { AttachmentRef } from '../notification/notice.ts'

export interface LeftOut {
  ref: AttachmentRef
  because: 'too big' | 'gone'
}

/** Which attachments fit into `room` bytes once encoded; in their order, each that still fits. */
export function sortOut(
  refs: AttachmentRef[],
  room: number,
): { kept: AttachmentRef[]; tooBig: AttachmentRef[] } {
  const kept: AttachmentRef[] = []
  const tooBig: AttachmentRef[] = []
  let left = room
  for (const ref of refs) {
    const size = encodedSize(ref.size)
    if (size > left) {
      tooBig.push(ref)
    } else {
      kept.push(ref)
      left -= size
    }
  }
  return { kept, tooBig }
}

/** Base64 in lines of 76 characters and a part's own headers. */
function encodedSize(bytes: number): number {
  const base64 = Math.ceil(bytes / 3) * 4
  return base64 + Math.ceil(base64 / 76) * 2 + 2048
}

/** The text, and above its footer what the reader is told of attachments that are not there. */
export function withLeftOut(text: string, leftOut: LeftOut[], language: string): string {
  if (leftOut.length === 0) return text
  const notes = leftOut.map((it) => `${noteOn(it, language)}\n`).join('')
  const footer = text.lastIndexOf('\n-- \n')
  return footer < 0
    ? `${text}\n\n${notes}`
    : `${text.slice(0, footer + 1)}${notes}${text.slice(footer)}`
}

export function leftOutHtml(leftOut: LeftOut[], language: string): string {
  return leftOut.map((it) => `<p>${escaped(noteOn(it, language))}</p>\n`).join('')
}

/** Known only when the mail is made, when the templates have long been rendered. */
const NOTES: Record<'en' | 'es', Record<LeftOut['because'], (file: string) => string>> = {
  en: {
    'too big': (file) => `Attachment too large for this mail: ${file}. It is kept with the ticket.`,
    gone: (file) => `Attachment no longer stored: ${file}`,
  },
  es: {
    'too big': (file) =>
      `Adjunto demasiado grande para este correo: ${file}. Se conserva con el ticket.`,
    gone: (file) => `Adjunto que ya no se conserva: ${file}`,
  },
}

function noteOn({ ref, because }: LeftOut, language: string): string {
  const spoken = language.slice(0, 2).toLowerCase() === 'es' ? 'es' : 'en'
  return `[${NOTES[spoken][because](`${ref.name} (${showSize(ref.size, spoken)})`)}]`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
