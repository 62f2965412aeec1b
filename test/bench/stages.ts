import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const STAGES = [
  'fetch',
  'parse',
  'decide',
  'compose',
  'store',
  'commit',
  'send',
  'garbage',
  'other',
] as const
export type Stage = (typeof STAGES)[number]

/** What a V8 `.cpuprofile` holds, as far as it is read here. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[]
  samples: number[]
  /** Microseconds before each sample. */
  timeDeltas: number[]
}

/** What the folders of `src` are busy with; where nothing stands, it is deciding. */
const FOLDERS: Record<string, Stage> = {
  mailbox: 'fetch',
  message: 'parse',
  notification: 'compose',
  store: 'store',
  outbox: 'send',
}

/** Of packages that call back from streams; all others work for who calls them. */
const PACKAGES: Record<string, Stage> = {
  ...{ imapflow: 'fetch', mailparser: 'parse', '@zone-eu/mailsplit': 'parse', libmime: 'parse' },
  ...{ libqp: 'parse', libbase64: 'parse', nodemailer: 'send', kysely: 'store' },
  ...{ 'better-sqlite3': 'store', handlebars: 'compose' },
}

/**
 * Milliseconds per mail that the threads of a process were busy with each stage, of all profiles in a
 * folder: sampled, so it shows what is big, not single microseconds. Waiting is left out, but for the
 * disk at a commit.
 */
export function stagesOf(folder: string, mails: number): Record<Stage, number> {
  const sums = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Record<Stage, number>
  for (const name of readdirSync(folder).filter((it) => it.endsWith('.cpuprofile'))) {
    addUp(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile, sums)
  }
  for (const stage of STAGES) sums[stage] /= 1000 * mails
  return sums
}

function addUp({ nodes, samples, timeDeltas }: Profile, sums: Record<Stage, number>): void {
  const stages = stageOfNodes(nodes)
  samples.forEach((id, i) => {
    const stage = stages.get(id)
    if (stage) sums[stage] += timeDeltas[i + 1] ?? 0
  })
}

/** A frame that says nothing, as those of Node itself, works for the one that called it. */
function stageOfNodes(nodes: Profile['nodes']): Map<number, Stage | null> {
  const stages = new Map<number, Stage | null>()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const root = nodes[0]
  const open: [number, Stage | null][] = root ? [[root.id, 'other']] : []
  for (let next = open.pop(); next; next = open.pop()) {
    const [id, above] = next
    const node = byId.get(id)
    if (!node) continue
    const stage = stageOf(node.callFrame, above)
    stages.set(id, stage)
    for (const child of node.children ?? []) open.push([child, stage])
  }
  return stages
}

/** A worker waits for its next task in `Atomics.wait`, of which V8 knows nothing. */
const WAITING = ['(idle)', 'atomicsWaitLoop']

/** Null: the thread waited. */
function stageOf(
  { functionName, url }: { functionName: string; url: string },
  above: Stage | null,
) {
  if (WAITING.includes(functionName)) return null
  if (functionName === '(garbage collector)') return 'garbage'
  if (above === 'commit') return above
  const place = placeOf(url)
  if (place === 'store' && /^(commit|exec$)/.test(functionName)) return 'commit'
  return place ?? above
}

function placeOf(url: string): Stage | null {
  // Raw mail is deflated beside the thread; here its result arrives.
  if (url === 'node:zlib') return 'store'
  const own = /\/src\/(\w+)\/([\w-]+)/.exec(url)
  if (own) return own[2]?.startsWith('parse-') ? 'parse' : (FOLDERS[own[1] ?? ''] ?? 'decide')
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]
  return PACKAGES[name ?? ''] ?? null
}
