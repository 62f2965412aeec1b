/** Windows code pages by the names that the Encoding Standard has for them. */
export function charsetOf(codePage: number): string | null {
  return charsets[codePage] ?? (codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : null)
}

const charsets: Record<number, string> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  20866: 'koi8-r',
  20932: 'euc-jp',
  21866: 'koi8-u',
  28591: 'iso-8859-1',
  28592: 'iso-8859-2',
  28595: 'iso-8859-5',
  28597: 'iso-8859-7',
  28599: 'windows-1254',
  28605: 'iso-8859-15',
  50220: 'iso-2022-jp',
  54936: 'gb18030',
  65000: 'utf-7',
  65001: 'utf-8',
}
