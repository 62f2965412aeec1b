import type { DirectoryWords } from '../directory-fault.ts'

export const directoryWordsEn: DirectoryWords = {
  place(place) {
    if ('line' in place) return `line ${place.line}`
    return 'user' in place ? `user ${place.user}` : place.entry
  },
  user(fault) {
    switch (fault.is) {
      case 'twice':
        return `the user ${fault.id} stands at ${this.place(fault.first)} already`
      case 'too-long':
        return `${fault.field} is longer than ${fault.most} characters`
      case 'odd-delivery':
        return `deliver-as "${fault.written}" is none of wav, none`
      case 'odd-quotes':
        return 'has quotes that do not fit together'
      case 'odd-count':
        return `has ${fault.values} values for ${fault.columns} columns`
      case 'no-object':
        return 'is no object'
      case 'no-value':
        return `${fault.field} is neither text nor number`
    }
  },
  whole(fault) {
    switch (fault.is) {
      case 'too-many-gone':
        return `${fault.gone} of ${fault.of} users would be disabled`
      case 'no-version':
        return `the system does not say its version; at least ${fault.least} is needed`
      case 'odd-version':
        return `"${fault.written}" is no version; at least ${fault.least} is needed`
      case 'old-version':
        return `the system has version ${fault.version}; at least ${fault.least} is needed`
      case 'no-file':
        return `The file ${fault.path} is not there`
      case 'closed-file':
        return `The file ${fault.path} cannot be read (${fault.code})`
      case 'no-json': {
        const { at } = fault
        const where = at ? `line ${at.line}, column ${at.column}: ${at.text}` : 'unreadable'
        return `The file is not valid JSON: ${where}`
      }
      case 'no-list':
        return 'The file holds no list of users'
      case 'no-column': {
        const where = fault.line === null ? 'The users lack something' : `Line ${fault.line}`
        const lacking = fault.lacks === 'name' ? 'the name' : 'the mail address'
        const columns = fault.columns.map((column) => `"${column}"`).join(', ') || 'none'
        return `${where}: no column holds ${lacking}; its columns are: ${columns}`
      }
      case 'no-user':
        return `No user can be read: ${this.place(fault.place)}: ${this.user(fault.fault)}`
      case 'told':
        return fault.words
    }
  },
}
