import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { codeOf } from '../errors.ts'

/**
 * Who this process is among all that may ever hold the lease: `host/pid/started/place/random`.
 * `place` stands for the running kernel and the process namespace in which `pid` means something,
 * and is empty where the system does not tell.
 */
export function ownMark(): string {
  const { pid } = process
  return [hostname(), pid, startedAt(pid) ?? '', place(), randomBytes(4).toString('hex')].join('/')
}

/**
 * True only when the process of this mark has ended for certain. A pid alone says too little:
 *
 * - containers share host names, and each counts its processes from 1: a pid is compared only under
 *   the same boot of the same kernel and in the same process namespace, else nothing is known;
 * - pids are given again: the same pid with another start time is another process;
 * - a killed process that nobody has waited for keeps its pid: state Z runs no more;
 * - /proc may hide processes of other users, so what is not in it counts as gone only when the
 *   kernel, asked by signal 0, does not know it either.
 *
 * Where it errs nevertheless, the epoch of the lease still keeps the old holder from writing.
 */
export function hasEnded(mark: string): boolean {
  const [, pidText, started, where] = mark.split('/')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0 || !started || !where || where !== place()) return false
  const stat = statOf(pid)
  if (stat) return stat.started !== started || stat.state === 'Z' || stat.state === 'X'
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

/** A mark for people: which process on which machine. */
export function processOf(mark: string): string {
  const [host, pid] = mark.split('/')
  return `process ${pid} on ${host}`
}

/** Empty where the system has no /proc as Linux has it. */
function place(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    const namespace = readlinkSync('/proc/self/ns/pid')
    const told = [hostname(), boot, namespace].join()
    return createHash('sha256').update(told).digest('hex').slice(0, 16)
  } catch {
    return ''
  }
}

function startedAt(pid: number): string | null {
  return statOf(pid)?.started ?? null
}

/**
 * State and start (clock ticks since the boot) of a process; null when it cannot
 * be seen. See proc(5).
 */
function statOf(pid: number): { state: string; started: string } | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name before may hold spaces and brackets of its own.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return fields[0] && fields[19] ? { state: fields[0], started: fields[19] } : null
  } catch {
    return null
  }
}
