const WRONG_OPTION = /^error: option '(\S+)[^']*' argument '(.*)' is invalid\./
const WRONG_ARGUMENT = /^error: command-argument value '(.*)' is invalid for argument '(.*)'\./

/** What is wrong with the words of a call, as people say it: what must not be what. */
export function usageFault(text: string): string {
  return text
    .replace(WRONG_OPTION, 'ticketd: $1 cannot be "$2".')
    .replace(WRONG_ARGUMENT, 'ticketd: The $2 cannot be "$1".')
    .replace(/^error: /, 'ticketd: ')
}
