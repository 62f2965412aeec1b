import type { RegistrationWords } from './language.ts'

export const en: RegistrationWords = {
  locale: 'en',
  called: ['English', 'Inglés'],
  fields: {
    company: ['Company', 'Company name', 'Organisation', 'Organization'],
    name: ['Name', 'Your name', 'Full name', 'Contact', 'Contact name'],
    email: ['Email', 'E-mail', 'Mail', 'Business email', 'Email address', 'Mail address'],
    phone: ['Phone', 'Telephone', 'Phone number', 'Telephone number', 'Business phone', 'Tel'],
    locale: ['Language'],
  },
  accept: 'ACCEPT',
  fault(fault) {
    switch (fault.is) {
      case 'missing':
        return 'is missing'
      case 'too-long':
        return 'is too long'
      case 'taken':
        return `"${fault.written}" has an account already; append something to make it unique, such as "${fault.proposal}"`
      case 'no-address':
        return `"${fault.written}" is no mail address`
      case 'own-address':
        return `${fault.written} is an address of this desk itself`
      case 'agent-address':
        return `${fault.written} is an agent of this desk; a customer needs another one`
      case 'known-address':
        return `${fault.written} belongs to a contact already`
      case 'no-number':
        return `"${fault.written}" is no phone number that exists; write it with its country code, such as +34 912 345 678`
      case 'no-language':
        return `must be a language that mails are written in: ${fault.known.join(', ')}`
    }
  },
}
