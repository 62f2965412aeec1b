/** Where the preloaded tickets begin: the first reply is to this one. */
export const FIRST_TICKET = 100_001
export const TAG = 'Bench'
export const MAILBOX = 'support@bench.test'
/** Writers of new mails: their account has no support contact, so that they and the agent are told. */
export const CUSTOMERS = Array.from({ length: 100 }, (_, i) => `customer${i}@one.test`)
/** Writers of replies: their account has a support contact, so that the contact and the agent are told. */
export const REPLIERS = Array.from({ length: 100 }, (_, i) => `customer${i}@two.test`)

/** Who writes, and to which tickets: both by a number that counts up. */
export interface Cast {
  customer(nth: number): string
  replyOf(nth: number): { from: string; ticket: number }
}

const TWO_ACCOUNTS: Cast = {
  customer: (nth) => CUSTOMERS[nth % 100] as string,
  replyOf: (nth) => ({ from: REPLIERS[nth % 100] as string, ticket: FIRST_TICKET + nth }),
}

/** The Message-ID of the mail that opened a ticket. */
export function firstMailOf(ticket: number): string {
  return `<first.${ticket}@two.test>`
}

/** Mails told of per mail taken: what every contender has to send. */
export const NOTICES = 2

/**
 * The workload, the same in every run: half new mails, half replies that carry the tag of a ticket each;
 * 5 in 10 plain, 4 multipart with HTML, 1 with an attachment of 200 KB.
 */
export function mailOf(index: number, cast: Cast = TWO_ACCOUNTS): Buffer {
  const random = seeded(index + 1)
  const nth = index >> 1
  const reply = index % 2 === 1 ? cast.replyOf(nth) : null
  const from = reply?.from ?? cast.customer(nth)
  const subject = reply ? `Re: [${TAG}#${reply.ticket}] ${topic(nth)}` : topic(index)
  const text = prose(random, 600 + Math.floor(random() * 2400)) + (reply ? quote(random) : '')
  return Buffer.from(
    [
      ...trace(random, from),
      `Message-ID: <${index}.${word(random)}@${from.slice(from.indexOf('@') + 1)}>`,
      ...(reply ? [`In-Reply-To: ${firstMailOf(reply.ticket)}`] : []),
      `From: Customer ${nth % 100} <${from}>`,
      `To: Support <${MAILBOX}>`,
      `Subject: ${subject}`,
      `Date: ${new Date(Date.UTC(2026, 0, 5) + index * 1000).toUTCString().replace('GMT', '+0000')}`,
      'MIME-Version: 1.0',
      ...body(nth % 10, text, random),
    ].join('\r\n'),
  )
}

export function topic(index: number): string {
  return `No dial tone at site ${index}`
}

function body(kind: number, text: string, random: () => number): string[] {
  if (kind < 5) return leaf('text/plain; charset=utf-8', '8bit', text)
  const alternative = multipart('alternative', [
    leaf('text/plain; charset=utf-8', 'quoted-printable', quotedPrintable(text)),
    leaf('text/html; charset=utf-8', 'quoted-printable', quotedPrintable(html(text))),
  ])
  if (kind < 9) return alternative
  return multipart('mixed', [alternative, attachment(random)])
}

function leaf(type: string, encoding: string, content: string): string[] {
  return [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, '', content, '']
}

function multipart(kind: string, parts: string[][]): string[] {
  const boundary = `=_${kind}_4f1c`
  return [
    `Content-Type: multipart/${kind}; boundary="${boundary}"`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, ...part]),
    `--${boundary}--`,
    '',
  ]
}

const SHOT_BYTES = 200 * 1024

function attachment(random: () => number): string[] {
  const bytes = Buffer.alloc(SHOT_BYTES)
  for (let i = 0; i < SHOT_BYTES; i += 4) bytes.writeInt32LE((random() * 0x7fffffff) | 0, i)
  const lines = bytes.toString('base64').match(/.{1,76}/g) ?? []
  return [
    'Content-Type: image/png; name="screen.png"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="screen.png"',
    '',
    ...lines,
  ]
}

function html(text: string): string {
  const paragraphs = text.split('\n').map((line) => `<p style="margin:0 0 8px">${line}</p>`)
  return `<html><head><style>p { font: 14px sans-serif }</style></head><body><div>\n${paragraphs.join('\n')}\n</div></body></html>`
}

/** About 2.5 KB of what mail servers put on top: most of the header of a real mail. */
function trace(random: () => number, from: string): string[] {
  const hop = (n: number) => [
    `Received: from mx${n}.example.test (mx${n}.example.test [192.0.2.${n}])`,
    `\tby in${n}.bench.test (Postfix) with ESMTPS id ${token(random, 12)}`,
    `\tfor <${MAILBOX}>; Mon, 5 Jan 2026 10:00:0${n} +0000 (UTC)`,
  ]
  const signature = Array.from({ length: 5 }, () => `\t${token(random, 70)}`)
  return [
    `Return-Path: <${from}>`,
    ...[1, 2, 3, 4].flatMap(hop),
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.test; s=s1;',
    '\th=from:to:subject:date:message-id; bh=q6dGk4mZ0Yd1cV2b3n4m5=; b=',
    ...signature,
    'ARC-Seal: i=1; a=rsa-sha256; t=1767607200; cv=none; d=example.test; s=arc; b=',
    ...signature,
    'Authentication-Results: in1.bench.test; dkim=pass header.d=example.test; spf=pass',
    `X-Spam-Status: No, score=-0.1 required=5 tests=[${token(random, 200)}]`,
  ]
}

function quote(random: () => number): string {
  const lines = prose(random, 500).split('\n')
  return `\n\nOn Mon, 5 Jan 2026 at 09:00, Bench Support wrote:\n${lines.map((line) => `> ${line}`).join('\n')}\n`
}

const WORDS =
  'the phone rings twice then falls silent after update of gateway calls from outside reach nobody inside works since Monday morning café línea größe we restarted it checked cable port lamp is green queue agent transfer hold music voicemail number extension trunk provider please help urgent thanks'.split(
    ' ',
  )

function prose(random: () => number, length: number): string {
  let text = ''
  while (text.length < length) {
    let line = ''
    while (line.length < 70) line += `${word(random)} `
    text += `${line.trimEnd()}.\n${random() < 0.2 ? '\n' : ''}`
  }
  return text
}

function word(random: () => number): string {
  return WORDS[Math.floor(random() * WORDS.length)] as string
}

function token(random: () => number, length: number): string {
  let text = ''
  while (text.length < length) text += Math.floor(random() * 1e9).toString(36)
  return text.slice(0, length)
}

/** RFC 2045 section 6.7, with soft line breaks. */
function quotedPrintable(text: string): string {
  const encoded = Buffer.from(text)
    .toString('latin1')
    .replace(/[=\x80-\xff]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return encoded
    .split('\n')
    .map((line) => line.replace(/(?:=[\dA-F]{2}|[^=]){60}(?=.)/g, '$&=\r\n'))
    .join('\r\n')
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed * 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
