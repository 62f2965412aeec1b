import type { Command } from 'commander'
import type { Tokens } from '../../credentials/oauth.ts'
import type { UsedSignIn } from '../../credentials/sign-in.ts'
import { Failure } from '../../errors.ts'
import { AS, JSON_FLAG } from '../arguments.ts'
import { asCalled } from '../called.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { awaitRedirect } from '../redirect.ts'

interface Options {
  browser?: boolean
  device?: boolean
  port?: string
  as?: string
  json?: true
}

/** `mailbox authorize NAME`: a person agrees that the mailbox is read and sent from. */
export function addAuthorize(mailbox: Command, io: Io): void {
  mailbox
    .command('authorize')
    .argument('<name>', 'of the mailbox')
    .description('sign in at Google, Microsoft 365 or another provider, where a mailbox has oauth2')
    .option('--device', 'by a code that is entered on any device (usual for Microsoft)')
    .option('--browser', 'in a browser that leads back to this machine (usual for Google)')
    .option('--port <number>', 'where the browser comes back to; any free port by default')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((name: string, options: Options, command: Command) =>
      authorize(name, options, command, io),
    )
}

/**
 * Signs in for a mailbox: by a code or in a browser, or as the configuration of
 * an application says.
 */
export async function authorize(
  name: string,
  options: Options,
  command: Command,
  io: Io,
): Promise<void> {
  if (options.browser && options.device) {
    throw new Failure('usage', 'Either --browser or --device, not both.')
  }
  const port = Number(options.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Failure('usage', '--port must be a number up to 65535.')
  }
  const { keepAuthorization, toAuthorize } = await import('../../engine/act/authorize.ts')
  const { signInName } = await import('../../credentials/sign-in.ts')
  await withDesk(command, io, async (desk) => {
    const as = options.as ?? null
    const signIns = await toAuthorize(desk, name, as)
    for (const signIn of signIns) {
      const tokens = await tokensFor(signIn, { ...options, port }, io).catch(notByItself)
      await keepAuthorization(desk, signIn, tokens, as)
      if (!options.json) io.out(`${signInName(signIn)} is authorized.\n`)
    }
    if (options.json) return printJson(io, { name, authorized: signIns.map(signInName) })
    io.out(asCalled(`Mail that has waited goes on. Test it: ticketd mailbox test ${name}\n`, io))
  })
}

/** A daemon would try again; here somebody has to. */
function notByItself(error: unknown): never {
  if (!(error instanceof Failure) || error.code !== 'oauth-unreachable') throw error
  throw new Failure(error.code, error.message, {
    lasting: error.lasting,
    advice: 'Nothing has changed. Run the command again.',
    cause: error,
  })
}

async function tokensFor(
  signIn: UsedSignIn,
  { browser, device, port }: { browser?: boolean; device?: boolean; port: number },
  io: Io,
): Promise<Tokens> {
  const { user, endpoints } = signIn
  if (user === null) {
    const { grantedToApplication } = await import('../../credentials/oauth.ts')
    return await grantedToApplication(signIn)
  }
  const byDevice = device ?? (!browser && endpoints.deviceUrl !== null)
  if (byDevice && endpoints.deviceUrl === null) {
    throw new Failure('usage', 'This provider gives no device codes for mail; use --browser.')
  }
  if (!byDevice && endpoints.authorizeUrl === null) {
    throw new Failure('usage', 'The configuration names no authorizeUrl; use --device.')
  }
  return byDevice ? await byCode(signIn, user, io) : await inBrowser(signIn, user, port, io)
}

async function byCode(signIn: UsedSignIn, user: string, io: Io): Promise<Tokens> {
  const { startDevice } = await import('../../credentials/oauth.ts')
  const { url, userCode, tokens } = await startDevice(signIn)
  io.err(`Open ${url} on any device, sign in as ${user} and enter the code ${userCode}\n`)
  return await tokens(new AbortController().signal)
}

/** The browser may run on another machine: then its last address is pasted here. */
async function inBrowser(signIn: UsedSignIn, user: string, port: number, io: Io): Promise<Tokens> {
  const { startBrowser } = await import('../../credentials/oauth.ts')
  const redirect = await awaitRedirect(port)
  const over = new AbortController()
  try {
    const { url, isAnswer, tokens } = await startBrowser(signIn, redirect.uri)
    const waits = [redirect.arrived(isAnswer)]
    io.err(`Open this address in a browser, sign in as ${user} and agree:\n\n${url}\n\n`)
    if (io.ask) waits.push(pasted(io.ask, isAnswer, over.signal))
    return await tokens(await Promise.race(waits))
  } finally {
    over.abort()
    redirect.close()
  }
}

async function pasted(
  ask: NonNullable<Io['ask']>,
  isAnswer: (address: string) => boolean,
  signal: AbortSignal,
): Promise<string> {
  let question =
    'Does the browser end at a page that it cannot show? Paste the address of that page here: '
  for (;;) {
    const answer = (await ask(question, false, signal)).trim()
    if (URL.canParse(answer) && isAnswer(answer)) return answer
    if (answer !== '') question = 'That is not where this sign-in ends. Paste the address here: '
  }
}
