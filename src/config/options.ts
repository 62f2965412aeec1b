import { z } from 'zod'
import {
  DURATION,
  isAddress,
  isLoopback,
  isTimeZone,
  parseDuration,
  parseInstant,
  parseSize,
  SIZE,
} from './values.ts'

/**
 * The kinds of value an option can have. Each takes its one sentence of help first, so
 * that no option can be written without it. Durations and sizes are text in the file and
 * numbers in the program.
 */

export function text(help: string) {
  return z.string().trim().min(1, 'must not be empty').max(500, 'is too long').meta(described(help))
}

/** A name that other options and commands refer to. */
export function name(help: string) {
  return z
    .string()
    .regex(/^[a-z\d][a-z\d._-]{0,63}$/i, 'must be letters, digits, dots, hyphens or underscores')
    .meta(described(help))
}

export function flag(help: string) {
  return z.boolean().meta(described(help))
}

export function count(help: string, least: number, most: number) {
  return z.int().min(least).max(most).meta(described(help))
}

export function choice<const Values extends readonly [string, ...string[]]>(
  help: string,
  values: Values,
) {
  return z.enum(values).meta(described(help))
}

/** A period in milliseconds, from `30s`, `5m`, `4h`, `7d`, `500ms`. */
export function duration(help: string, least = '1ms', most = '3650d') {
  return z
    .string()
    .regex(DURATION, 'must be a duration such as 30s, 5m, 4h or 7d')
    .transform((written) => parseDuration(written) ?? 0)
    .refine((value) => value >= (parseDuration(least) ?? 0), `must be at least ${least}`)
    .refine((value) => value <= (parseDuration(most) ?? 0), `must be at most ${most}`)
    .meta(described(help))
}

/** Bytes, from `512B`, `200KB`, `20MB`, `1GB`. */
export function size(help: string, least: string, most: string) {
  return z
    .string()
    .regex(SIZE, 'must be a size such as 200KB or 20MB')
    .transform((written) => parseSize(written) ?? 0)
    .refine((value) => value >= (parseSize(least) ?? 0), `must be at least ${least}`)
    .refine((value) => value <= (parseSize(most) ?? 0), `must be at most ${most}`)
    .meta(described(help))
}

/** One mail address, lower-cased. */
export function address(help: string) {
  return z
    .string()
    .trim()
    .toLowerCase()
    .refine(isAddress, 'must be a mail address such as support@example.org')
    .meta(described(help))
}

/** A domain of the internet, lower-cased. */
export function domain(help: string) {
  return z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z\d]([a-z\d.-]*[a-z\d])?$/, 'must be a domain such as example.org')
    .meta(described(help))
}

/** An Account ID, in capital letters. */
export function accountId(help: string) {
  return z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^A-\d+$/, 'must be an Account ID such as A-10001')
    .meta(described(help))
}

/** The address of a page for people. */
export function webPage(help: string) {
  return z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .meta(described(help))
}

/** A time of the day such as `09:00`; in the program too. */
export function clock(help: string) {
  return z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00')
    .meta(described(help))
}

/** Mail addresses, each once. */
export function addresses(help: string) {
  return z
    .array(address('A mail address.'))
    .refine(allDiffer, 'names an address twice')
    .meta(described(help))
}

/** Names of servers as RFC 8601 writes them, each once. */
export function authservIds(help: string) {
  const id = z
    .string()
    .trim()
    .toLowerCase()
    .regex(
      /^(-|(\*\.)?[a-z\d_]([a-z\d_.-]*[a-z\d])?)$/,
      'must be the name of a server such as mx.example.org, *.example.org, or -',
    )
    .meta({ description: 'The name of a server.' })
  return z.array(id).refine(allDiffer, 'names a server twice').meta(described(help))
}

/** A host name or IP address, without port or scheme. */
export function host(help: string) {
  return z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z\d_.:-]+$/, 'must be a host name or an IP address')
    .meta(described(help))
}

/** The address of a web service; in clear text only on this machine. */
export function endpoint(help: string) {
  return z
    .string()
    .trim()
    .refine(isEndpoint, 'must be an address that begins with https://')
    .refine(hasNoLogin, 'must not hold a user or password, which would be shown')
    .meta(described(help))
}

/** What is no secret of the configuration is printed and logged. */
function hasNoLogin(written: string): boolean {
  if (!URL.canParse(written)) return true
  const { username, password } = new URL(written)
  return username === '' && password === ''
}

function isEndpoint(written: string): boolean {
  if (!URL.canParse(written)) return false
  const { protocol, hostname } = new URL(written)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

export function timeZone(help: string) {
  return z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Europe/Madrid')
    .meta(described(help))
}

/** `now`, `all`, or an instant as UTC ISO 8601 text of 24 characters. */
export function start(help: string) {
  return z
    .string()
    .refine(
      (written) => isStartWord(written) || parseInstant(written) !== undefined,
      'must be now, all or a date such as 2026-01-31',
    )
    .transform((written) => (isStartWord(written) ? written : (parseInstant(written) ?? written)))
    .meta(described(help))
}

function isStartWord(written: string): boolean {
  return written === 'now' || written === 'all'
}

export function allDiffer(values: readonly string[]): boolean {
  return new Set(values).size === values.length
}

function described(help: string): { description: string } {
  return { description: help }
}
