import type { Chance } from './chance.ts'

const HEAD = 'From: Ana Ruiz <ana@globex.test>\r\nTo: support@acme.test\r\n'

/** Mails that no program should have written; `id` makes each differ from the others. */
export function hostile(id: string, chance: Chance): Buffer {
  const write = chance.oneOf(KINDS)
  return write(`<${id}@globex.test>`, chance)
}

const KINDS: ((id: string, chance: Chance) => Buffer)[] = [
  // No From, no Message-ID, no Date.
  (id) => text(`Subject: nobody ${id}\r\n\r\nWho am I?\r\n`),
  // Bytes and nothing else.
  (_id, chance) => Buffer.from(Array.from({ length: 3000 }, () => chance.below(256))),
  (id) => text(`${HEAD}Message-ID: ${id}\r\nSubject: a\0b\r\n\r\nc\0d\r\n`),
  (id) => text(`${HEAD}Message-ID: ${id}\r\nSubject: ${'long '.repeat(40_000)}\r\n\r\nShort.\r\n`),
  (id) => text(`${HEAD}Message-ID: ${id}\r\nSubject: no empty line after the head`),
  (id) =>
    part(id, 'multipart/mixed; boundary=never', '--never\r\n\r\nOpened and never closed.\r\n'),
  (id) => part(id, 'multipart/mixed; boundary=b0', nested(120)),
  (id) => part(id, 'text/plain; charset=no-such-charset', 'Wer kann das lesen? \xe4\xf6\xfc\r\n'),
  (id) =>
    part(id, 'text/plain\r\nContent-Transfer-Encoding: base64', '!!!! this is no base64 !!!!\r\n'),
  (id) => part(id, 'text/html', `${'<div>'.repeat(5000)}deep<script>alert(1)</script>\r\n`),
  // Evidence of tickets that are not there.
  (id) =>
    text(`${HEAD}Message-ID: ${id}\r\nSubject: [Acme#999999] [Acme#0] Hm\r\n\r\nAnd now?\r\n`),
  (id) =>
    text(`From: support@acme.test\r\nTo: support@acme.test\r\nMessage-ID: ${id}\r\n\r\nLoop?\r\n`),
  (id) => text(`${HEAD}Bcc: x\rSubject: ${id}\nMessage-ID:\n ${id}\r\n\nBare line ends.\r`),
]

function part(id: string, type: string, body: string): Buffer {
  const mime = `MIME-Version: 1.0\r\nContent-Type: ${type}\r\n`
  return text(`${HEAD}Message-ID: ${id}\r\nSubject: Hostile\r\n${mime}\r\n${body}`)
}

function nested(depth: number): string {
  const levels = Array.from({ length: depth }, (_, n) => {
    return `--b${n}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`
  })
  return `${levels.join('')}--b${depth}\r\n\r\nAt the bottom.\r\n`
}

function text(written: string): Buffer {
  return Buffer.from(written, 'latin1')
}
