/** What people of the test desk write. Their mails are numbered; the number is all that differs. */
export function first(n: number, more = ''): string {
  return mail(`m${n}`, `Problem ${n}`, `No dial tone on line ${n}.`, more)
}

/** A reply of the writer of mail `to`, known by In-Reply-To alone. */
export function reply(n: number, to: number): string {
  return mail(
    `m${n}`,
    `Re: Problem ${to}`,
    `Still nothing, try ${n}.`,
    `In-Reply-To: <m${to}@globex.test>\r\n`,
  )
}

function mail(id: string, subject: string, text: string, more: string): string {
  const head = [
    `Message-ID: <${id}@globex.test>`,
    'From: Ana Ruiz <ana@globex.test>',
    ...(/^To:/m.test(more) ? [] : ['To: support@acme.test']),
    `Subject: ${subject}`,
    'Date: Mon, 02 Mar 2026 09:00:00 +0000',
  ]
  return `${head.join('\r\n')}\r\n${more}\r\n${text}\r\n`
}

/** A first mail with one attachment of so many bytes. */
export function withAttachment(n: number, content: Buffer): string {
  const [head, body] = first(n).split('\r\n\r\n')
  const lines = content.toString('base64').match(/.{1,76}/g) ?? []
  return [
    head,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    body,
    '--b',
    'Content-Type: application/octet-stream',
    'Content-Disposition: attachment; filename=trace.bin',
    'Content-Transfer-Encoding: base64',
    '',
    ...lines,
    '--b--',
    '',
  ].join('\r\n')
}
