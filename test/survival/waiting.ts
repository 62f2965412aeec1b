/** How long a thing may take that takes a second on a machine with nothing else to do, in milliseconds. */
export const PATIENCE = 40_000
