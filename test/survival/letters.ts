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
