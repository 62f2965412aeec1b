/**
 * How the HTML part looks: inline styles, since Gmail and Outlook drop others, on few plain elements.
 * Colours hold on white and on black; the layout's dark rules change the rest by class.
 */
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const SMALL = `${FONT};font-size:13px;line-height:1.5;color:#737373`
const TEXT = `${FONT};font-size:15px;line-height:1.55;overflow-wrap:anywhere`
const CELL = `${TEXT};padding:4px 12px;vertical-align:top;text-align:left`

export const LOOK = {
  p: `<p style="margin:0 0 16px;${TEXT}">`,
  written: `<div class="written" style="margin:0 0 16px;${TEXT}">`,
  ul: '<ul style="margin:0 0 16px;padding:0 0 0 22px">',
  li: `<li style="margin:0 0 6px;${TEXT}">`,
  table:
    '<table class="facts" cellspacing="0" cellpadding="0" border="0" style="border-collapse:collapse;margin:0 0 16px;border:1px solid #dcdfe4;background:#f6f7f9">',
  th: `<th scope="row" class="label" style="${CELL};font-weight:normal;color:#5f6670;white-space:nowrap">`,
  td: `<td class="value" style="${CELL}">`,
  blockquote: `<blockquote class="quote" style="margin:0 0 20px;padding:0 0 0 14px;border-left:3px solid #c9ced6;${TEXT}">`,
  hr: '<hr class="rule" style="border:0;border-top:1px solid #dcdfe4;margin:24px 0">',
  marker: `<p class="marker" style="margin:0 0 20px;${SMALL}">`,
  footer: `<div class="footer" style="margin:28px 0 0;padding:12px 0 0;border-top:1px solid #dcdfe4;${SMALL}">`,
  footerLine: `<p style="margin:0;${SMALL}">`,
  strong: '<strong>',
  code: '<code class="code" style="font-family:Menlo,Consolas,monospace;font-size:14px">',
  a: (href: string) => `<a href="${href}" style="color:#0b63ce">`,
} as const
