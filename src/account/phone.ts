import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'

/** A telephone number that exists, as its country numbers them. */
export interface Phone {
  /** `+34 912 345 678`, with its extension where it has one. */
  number: string
  /** ISO 3166, two letters; null for numbers of no country (+800 …). */
  country: string | null
}

/**
 * Reads a number however it was written; null when there is no such number. `country` (ISO 3166) is
 * whose number one without its country code is; without it such a number is none.
 */
export function readPhone(written: string, country?: string): Phone | null {
  const defaultCountry = isCountry(country) ? country : undefined
  const found = parsePhoneNumberFromString(written.trim(), {
    ...(defaultCountry && { defaultCountry }),
    extract: false,
  })
  if (!found?.isValid()) return null
  return { number: found.formatInternational(), country: found.country ?? null }
}

/** Whether telephone numbers of this country are known. */
function isCountry(written: string | undefined): written is CountryCode {
  return written !== undefined && isSupportedCountry(written)
}
