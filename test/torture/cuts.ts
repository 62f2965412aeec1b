import type { Piece } from '../servers/tcp-proxy.ts'

/** Says after how many bytes of a piece the connection is to be lost; null: not at this one. */
export type Cut = (piece: Piece) => number | null

/** In the middle of a command of the client, after so many that are spared; `at` in [0, 1). */
export function inCommand(what: RegExp, spared: number, at: number): Cut {
  let left = spared
  return ({ from, bytes }) => {
    if (from !== 'client' || bytes.length < 2 || !what.test(bytes.toString('latin1'))) return null
    left -= 1
    return left >= 0 ? null : within(1, bytes.length - 1, at)
  }
}

/** In the middle of a literal of the server (RFC 3501 section 4.3), after so many that are spared. */
export function inLiteral(spared: number, at: number): Cut {
  let left = spared
  return ({ from, bytes }) => {
    const head = from === 'server' ? /\{(\d+)\}\r\n/.exec(bytes.toString('latin1')) : null
    if (!head || Number(head[1]) < 2) return null
    left -= 1
    const begin = head.index + head[0].length
    // A long literal is in several pieces: the end of this one is within it too.
    return left >= 0
      ? null
      : Math.min(within(begin + 1, begin + Number(head[1]) - 1, at), bytes.length)
  }
}

/** The answer to DATA; with PIPELINING (RFC 2920) it comes in one piece with others. */
const TEXT_WANTED = /^354/m

/** In the text of a mail: some of it has left, and its end has not. */
export function inText(spared: number): Cut {
  let left = spared
  const writing = new Set<number>()
  return ({ connection, from, bytes }) => {
    if (from === 'server') {
      if (TEXT_WANTED.test(bytes.toString('latin1'))) writing.add(connection)
      return null
    }
    if (!writing.delete(connection)) return null
    left -= 1
    return left >= 0 ? null : Math.floor(bytes.length / 2)
  }
}

const END = '\r\n.\r\n'

/** After the end of the text, before the answer: the server has taken the mail, and nobody knows. */
export function beforeAnswer(spared: number): Cut {
  let left = spared
  /** The last bytes of each text that is being written. */
  const tails = new Map<number, string>()
  return ({ connection, from, bytes }) => {
    const tail = tails.get(connection)
    if (from === 'server') {
      if (TEXT_WANTED.test(bytes.toString('latin1'))) tails.set(connection, '')
      if (tail !== END) return null
      tails.delete(connection)
      left -= 1
      return left >= 0 ? null : 0
    }
    if (tail !== undefined) {
      tails.set(connection, (tail + bytes.subarray(-5).toString('latin1')).slice(-5))
    }
    return null
  }
}

function within(first: number, last: number, at: number): number {
  return first + Math.floor(at * Math.max(1, last - first + 1))
}
