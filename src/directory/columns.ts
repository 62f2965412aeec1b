import type { DirectoryFault } from '../account/directory-fault.ts'
import type { Values } from './reading.ts'

/** What exporters call the fields: in letters and digits alone, without accents. */
const NAMES: Record<keyof Values, readonly string[]> = {
  id: ['id', 'userid', 'uid', 'guid', 'objectguid', 'entryuuid', 'username', 'login', 'loginname'],
  firstName: ['firstname', 'first', 'givenname', 'forename', 'nombre'],
  lastName: ['lastname', 'last', 'surname', 'familyname', 'sn', 'apellido', 'apellidos'],
  name: ['name', 'fullname', 'displayname', 'cn', 'nombrecompleto'],
  email: ['email', 'mail', 'emailaddress', 'mailaddress', 'address', 'correo', 'correoelectronico'],
  phone: [
    'phone',
    'phonenumber',
    'telephone',
    'telephonenumber',
    'tel',
    'did',
    'didnumber',
    'ddi',
    'directnumber',
    'telefono',
    'numerodirecto',
  ],
  fax: ['fax', 'faxnumber', 'facsimiletelephonenumber', 'numerodefax'],
  trunkGroup: ['trunkgroup', 'trunk', 'grupotroncal', 'grupodelineas'],
  trunkRange: ['trunkrange', 'trunkgrouprange', 'didrange', 'trunkgroupdidrange', 'rangodid'],
  mailboxAddress: [
    'mailboxaddress',
    'mailboxemail',
    'mailbox',
    'voicemailaddress',
    'voicemailemail',
    'buzon',
  ],
  deliverAs: [
    'deliveras',
    'delivermessageasemail',
    'delivermessage',
    'voicemaildelivery',
    'entrega',
  ],
}

const FIELDS = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.map((name) => [name, field as keyof Values] as const),
  ),
)

/** The field that a column holds, whatever case, accents, spaces and signs its name has. */
export function fieldOf(column: string): keyof Values | null {
  const plain = column
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z\d]/g, '')
  return FIELDS.get(plain) ?? null
}

/**
 * What is wrong with the columns that stand in a line (null: in none) for a whole file; null:
 * users can be read from it.
 */
export function columnsFault(
  columns: readonly string[],
  line: number | null,
): DirectoryFault | null {
  const fields = columns.map(fieldOf)
  if (!fields.includes('email')) return { is: 'no-column', lacks: 'address', columns, line }
  const named = (['firstName', 'lastName', 'name'] as const).some((one) => fields.includes(one))
  return named ? null : { is: 'no-column', lacks: 'name', columns, line }
}
