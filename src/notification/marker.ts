/** `##- a sentence -##`: the line at the top of our mails above which people answer. */
const MARKER = /##- [^#]{1,100}? -##/

/** True for a text that quotes a mail of ours; a client may have broken the line in two. */
export function quotesOurMail(text: string): boolean {
  return MARKER.test(text.replace(/\n>* ?|\s+/g, ' '))
}
