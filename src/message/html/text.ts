import { compile, type DomNode, type FormatCallback, type HtmlToTextOptions } from 'html-to-text'
import { nestsDeeperThan } from './depth.ts'
import { stripTags } from './strip-tags.ts'

const deepest = 500
const longest = 2 * 1024 * 1024

/** A link keeps its address, as mail programs write it, unless the text already is the address. */
const link: FormatCallback = (element, walk, builder) => {
  const href = String(element.attribs?.href ?? '').trim()
  const shown = textOf(element)
  walk(element.children, builder)
  if (/^https?:/i.test(href) && shown.trim() !== '' && !sameAddress(href, shown))
    builder.addInline(` <${href}>`, { noWordTransform: true })
}

/** The beginning of the text inside an element: enough to compare with an address. */
function textOf(node: DomNode): string {
  if (node.data !== undefined) return node.data
  let text = ''
  for (const child of node.children ?? []) if (text.length < 300) text += textOf(child)
  return text
}

function sameAddress(href: string, shown: string): boolean {
  const bare = (address: string) =>
    address
      .trim()
      .replace(/^(?:https?:\/\/)?(?:www\.)?/i, '')
      .replace(/\/$/, '')
      .toLowerCase()
  return bare(href).includes(bare(shown)) && /[./]/.test(shown)
}

/**
 * Where Outlook begins the mail that is answered: the line that its own text version puts there.
 */
const outlookDivider: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 })
  builder.addLiteral('_'.repeat(32))
  builder.closeBlock({ trailingLineBreaks: 1 })
  builder.openBlock()
  walk(element.children, builder)
  builder.closeBlock()
}

const quote: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 })
  walk(element.children, builder)
  builder.closeBlock({
    trailingLineBreaks: 1,
    blockTransform: (text) =>
      quoteDepth(element) > deepestQuote ? text : text.replace(/^/gm, '> ').replace(/^> >/gm, '>>'),
  })
}

/** No conversation is deeper; each level costs a pass over the text inside. */
const deepestQuote = 20

function quoteDepth(element: DomNode): number {
  let depth = 0
  for (let node: DomNode | null | undefined = element; node; node = node.parent) {
    if (node.name === 'blockquote') depth++
  }
  return depth
}

/**
 * Layout tables are most of what mail programs write: a row is a line, a cell ends with a space.
 */
const cell: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder)
  builder.addInline(' ')
}

const plainBlock = { format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } }

const options: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: longest },
  // All of it: a mail that is quoted may bring a body of its own, and the answer stands outside.
  baseElements: { selectors: [] },
  formatters: { link, quote, outlookDivider, cell },
  selectors: [
    { selector: 'a', format: 'link' },
    { selector: 'img', format: 'skip' },
    { selector: 'style', format: 'skip' },
    // Nobody wrote it for who reads the mail, nor saw it: such as the preview line of our own mails.
    { selector: '[style*="display:none"]', format: 'skip' },
    { selector: '[style*="display: none"]', format: 'skip' },
    { selector: 'title', format: 'skip' },
    { selector: 'hr', options: { length: 32, leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'p', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 1 },
    })),
    { selector: 'ul', options: { itemPrefix: '* ' } },
    { selector: 'tr', ...plainBlock },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
    { selector: 'blockquote', format: 'quote' },
    // Gmail and Outlook indent a writer's own words with a bare blockquote without a border.
    { selector: 'blockquote[style*="border:none"]', ...plainBlock },
    { selector: 'blockquote[style*="border: none"]', ...plainBlock },
    { selector: 'blockquote[type="cite"]', format: 'quote' },
    { selector: '#divRplyFwdMsg', format: 'outlookDivider' },
    { selector: 'div[style*="border-top:solid #E1E1E1"]', format: 'outlookDivider' },
    { selector: 'div[style*="border-top:solid #B5C4DF"]', format: 'outlookDivider' },
  ],
}

const convert = compile(options)

/**
 * The text that HTML shows, with quotes behind "> " so that it folds like any other text. Hostile
 * nesting and floods only have their tags taken away: that is linear, and no word is lost.
 */
export function textFromHtml(html: string): string {
  if (html.length > longest || nestsDeeperThan(html, deepest)) return stripTags(html)
  try {
    return convert(html)
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  } catch {
    return stripTags(html)
  }
}
