import type { RegistrationWords } from './language.ts'

export const es: RegistrationWords = {
  locale: 'es',
  called: ['Español', 'Castellano', 'Spanish'],
  fields: {
    company: ['Empresa', 'Nombre de la empresa', 'Compañía', 'Organización', 'Razón social'],
    name: ['Nombre', 'Su nombre', 'Nombre y apellidos', 'Nombre completo', 'Contacto'],
    email: ['Correo', 'Correo electrónico', 'Correo profesional', 'Dirección de correo'],
    phone: ['Teléfono', 'Número de teléfono', 'Teléfono de contacto', 'Tfno', 'Móvil'],
    locale: ['Idioma'],
  },
  accept: 'ACEPTO',
  fault(fault) {
    switch (fault.is) {
      case 'missing':
        return 'falta'
      case 'too-long':
        return 'es demasiado largo'
      case 'taken':
        return `«${fault.written}» ya tiene una cuenta; añada algo que lo distinga, por ejemplo «${fault.proposal}»`
      case 'no-address':
        return `«${fault.written}» no es una dirección de correo`
      case 'own-address':
        return `${fault.written} es una dirección de este mismo servicio`
      case 'agent-address':
        return `${fault.written} es de un agente de este servicio; un cliente necesita otra`
      case 'known-address':
        return `${fault.written} ya pertenece a un contacto`
      case 'no-number':
        return `«${fault.written}» no es un número de teléfono que exista; escríbalo con el prefijo del país, por ejemplo +34 912 345 678`
      case 'no-language':
        return `debe ser un idioma en el que escribimos correos: ${fault.known.join(', ')}`
    }
  },
}
