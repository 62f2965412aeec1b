/** What is used of hoodiecrow-imap, which has no types of its own. */
declare module 'hoodiecrow-imap' {
  interface Server {
    listen(port: number, host: string, listening: () => void): void
    close(closed?: () => void): void
    /** `raw` holds one byte a character. */
    appendMessage(folder: string, flags: string[], at: Date, raw: string): void
  }
  function hoodiecrow(options: {
    plugins: string[]
    users: Record<string, { password: string }>
    storage: Record<string, object>
  }): Server
  export = hoodiecrow
}
