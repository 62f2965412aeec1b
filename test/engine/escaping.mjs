// `node --import THIS THIS`: reads three mails in a worker, where at the one with the word DEADLY an
// exception escapes from a callback that nobody watches, as a fault in a stream would let it.
import { isMainThread } from 'node:worker_threads'

if (isMainThread) await readThree()
else letItEscape()

async function readThree() {
  const { createParsePool } = await import('../../dist/src/engine/parse-pool.js')
  const pool = createParsePool({ workers: 1, deadline: 20_000 })
  const mail = (subject) => ({ bytes: Buffer.from(`Subject: ${subject}\n\n`) })
  const results = await pool.parse([mail('one'), mail('DEADLY'), mail('two')])
  await pool.close()
  console.log(results.map((it) => it.subject ?? `${it.code}: ${it.message}`).join())
}

function letItEscape() {
  const { from } = Buffer
  Buffer.from = (...given) => {
    const bytes = from.call(Buffer, ...given)
    if (given[0] instanceof ArrayBuffer && bytes.includes('DEADLY')) {
      process.nextTick(() => {
        throw new TypeError('it escaped')
      })
    }
    return bytes
  }
}
