// Loaded before the program: its clock jumps by CLOCK_JUMP ms after CLOCK_AFTER ms. Timers go on as
// before, as they do when somebody sets the clock of a machine. It says so, as the program's log does.
import { isMainThread } from 'node:worker_threads'

const RealDate = Date
const realNow = Date.now
let shift = 0
const { CLOCK_JUMP, CLOCK_AFTER } = process.env
setTimeout(() => {
  shift = Number(CLOCK_JUMP)
  if (isMainThread) process.stderr.write('{"level":30,"msg":"the clock jumps"}\n')
}, Number(CLOCK_AFTER)).unref()

RealDate.now = () => realNow() + shift
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => new target(...(args.length > 0 ? args : [target.now()])),
})
