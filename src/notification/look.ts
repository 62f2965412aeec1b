/**
 * How the HTML part looks. Text inherits its font from the frame; a table has its own, since
 * Outlook lets it inherit none. Some programs take the layout's style sheet away (Gmail does, from
 * mail of other hosts): so everything stands inline that an element does not have by itself.
 */
const FONT = "font:15px/1.55 'Segoe UI',-apple-system,Helvetica,sans-serif"
/** Reads on white and on black; the layout's dark rules make it lighter. */
const DIM = 'color:#667'
const LINE = '1px solid #dde'

export const LOOK = {
  frame: `<div style="${FONT};overflow-wrap:anywhere">`,
  p: '<p>',
  written: '<div style="margin:16px 0">',
  ul: '<ul style="padding-left:22px">',
  li: '<li>',
  table: `<table class="facts" cellspacing="0" cellpadding="6" style="${FONT};border:${LINE};background:#f6f7f9;text-align:left">`,
  th: `<th style="${DIM};font-weight:400">`,
  td: '<td>',
  blockquote:
    '<blockquote class="quote" style="margin:16px 0;padding-left:14px;border-left:3px solid #ccd">',
  hr: `<hr style="border:0;border-top:${LINE};margin:24px 0">`,
  marker: `<p class="marker" style="${DIM};font-size:13px;margin-bottom:24px">`,
  footer: `<div class="footer" style="${DIM};font-size:13px;margin-top:28px;border-top:${LINE}">`,
  strong: '<strong>',
  code: '<code>',
  a: (href: string) => `<a href="${href}">`,
} as const
