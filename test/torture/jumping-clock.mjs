// Loaded before the program: its clock jumps by CLOCK_JUMP ms after CLOCK_AFTER ms. Timers go on as
// before, as they do when somebody sets the clock of a machine.
const RealDate = Date
const realNow = Date.now
let shift = 0
const { CLOCK_JUMP, CLOCK_AFTER } = process.env
setTimeout(() => {
  shift = Number(CLOCK_JUMP)
}, Number(CLOCK_AFTER)).unref()

RealDate.now = () => realNow() + shift
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => new target(...(args.length > 0 ? args : [target.now()])),
})
