/**
 * Told how far long work has come: what is done and all there is to do; null
 * where nobody knows that.
 */
export type OnProgress = (done: number, total: number | null) => void

export const unseen: OnProgress = () => {}
