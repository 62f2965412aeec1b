import type { DirectoryWords } from '../directory-fault.ts'

export const directoryWordsEs: DirectoryWords = {
  place(place) {
    if ('line' in place) return `línea ${place.line}`
    return 'user' in place ? `usuario ${place.user}` : place.entry
  },
  user(fault) {
    switch (fault.is) {
      case 'twice':
        return `el usuario ${fault.id} ya figura antes (${this.place(fault.first)})`
      case 'too-long':
        return `${fault.field} tiene más de ${fault.most} caracteres`
      case 'odd-delivery':
        return `deliver-as «${fault.written}» no es ni wav ni none`
      case 'odd-quotes':
        return 'hay comillas sin cerrar o fuera de sitio'
      case 'odd-count':
        return `hay ${fault.values} valores para ${fault.columns} columnas`
      case 'no-object':
        return 'no es un objeto'
      case 'no-value':
        return `${fault.field} no es ni un texto ni un número`
    }
  },
  whole(fault) {
    switch (fault.is) {
      case 'too-many-gone':
        return `se desactivarían ${fault.gone} de ${fault.of} usuarios`
      case 'no-version':
        return `el sistema no indica su versión; se necesita al menos la ${fault.least}`
      case 'odd-version':
        return `«${fault.written}» no es una versión; se necesita al menos la ${fault.least}`
      case 'old-version':
        return `el sistema tiene la versión ${fault.version}; se necesita al menos la ${fault.least}`
      case 'no-file':
        return `El archivo ${fault.path} no existe`
      case 'closed-file':
        return `El archivo ${fault.path} no se puede leer (${fault.code})`
      case 'no-json': {
        const { at } = fault
        const where = at ? ` (línea ${at.line}, columna ${at.column})` : ''
        return `El archivo no es JSON válido${where}`
      }
      case 'no-list':
        return 'El archivo no contiene ninguna lista de usuarios'
      case 'no-column': {
        const where = fault.line === null ? 'A los usuarios les falta algo' : `Línea ${fault.line}`
        const lacking = fault.lacks === 'name' ? 'el nombre' : 'la dirección de correo'
        const columns = fault.columns.map((column) => `«${column}»`).join(', ') || 'ninguna'
        return `${where}: ninguna columna contiene ${lacking}; las columnas son: ${columns}`
      }
      case 'no-user':
        return `No se puede leer ningún usuario: ${this.place(fault.place)}: ${this.user(fault.fault)}`
      case 'told':
        return fault.words
    }
  },
}
