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

/** What the reader is told of attachments that are not there; empty when all are. */
export function leftOutText(leftOut: LeftOut[], language: string): string {
  if (leftOut.length === 0) return ''
  return `\n\n${leftOut.map((it) => `${noteOn(it, language)}\n`).join('')}`
}

export function leftOutHtml(leftOut: LeftOut[], language: string): string {
  return leftOut.map((it) => `<p>${escaped(noteOn(it, language))}</p>\n`).join('')
}

/** Known only when the mail is made, when the templates have long been rendered. */
const NOTES: Record<string, Record<LeftOut['because'], string>> = {
  en: { 'too big': 'Attachment too large for this mail', gone: 'Attachment no longer stored' },
  es: {
    'too big': 'Adjunto demasiado grande para este correo',
    gone: 'Adjunto que ya no se conserva',
  },
}

function noteOn({ ref, because }: LeftOut, language: string): string {
  const notes = NOTES[language.slice(0, 2).toLowerCase()] ?? NOTES.en
  return `[${notes?.[because]}: ${ref.name} (${sizeText(ref.size)})]`
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
