/** An update that was promised; `endedAt` null: it is overdue still. Instants. */
export interface Promised {
  priority: string
  /** There was an action plan. */
  planned: boolean
  department: string
  dueAt: string
  endedAt: string | null
}

export interface CadenceLine {
  department: string
  /** `P1`, or `plan` for any case with an action plan. */
  pace: string
  promised: number
  kept: number
  missed: number
  /** The longest delay of all, in milliseconds. */
  worst: number
}

export interface CadenceReport {
  lines: CadenceLine[]
  total: Omit<CadenceLine, 'department' | 'pace'>
}

/** How updates were promised and kept, by department and priority. */
export function cadenceReport(promises: readonly Promised[], now: string): CadenceReport {
  const lines = new Map<string, CadenceLine>()
  for (const { department, planned, priority, dueAt, endedAt } of promises) {
    const pace = planned ? 'plan' : priority
    const key = `${department} ${pace}`
    const none = { department, pace, promised: 0, kept: 0, missed: 0, worst: 0 }
    const line = lines.get(key) ?? none
    lines.set(key, line)
    const late = Math.max(0, Date.parse(endedAt ?? now) - Date.parse(dueAt))
    line.promised += 1
    if (late === 0) line.kept += 1
    else line.missed += 1
    line.worst = Math.max(line.worst, late)
  }
  const all = [...lines.values()].sort(
    (a, b) => a.department.localeCompare(b.department) || order(a.pace) - order(b.pace),
  )
  const sum = (of: (line: CadenceLine) => number) => all.reduce((n, line) => n + of(line), 0)
  return {
    lines: all,
    total: {
      promised: sum(({ promised }) => promised),
      kept: sum(({ kept }) => kept),
      missed: sum(({ missed }) => missed),
      worst: Math.max(0, ...all.map(({ worst }) => worst)),
    },
  }
}

function order(pace: string): number {
  return ['P1', 'P2', 'P3', 'plan'].indexOf(pace)
}

/** Kept updates of a hundred, cut and not rounded: 100 is said of all alone. */
export function keptShare({ promised, kept }: { promised: number; kept: number }): number {
  return promised === 0 ? 100 : Math.floor((100 * kept) / promised)
}
