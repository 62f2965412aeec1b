/**
 * Gives how many milliseconds of processor this process has spent since the call. What a machine
 * does besides makes a clock on the wall go on, and a quick reader look slow.
 */
export function stopwatch(): () => number {
  const started = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  }
}
