/** The first address of a line: mail programs write `ana@x.test<mailto:ana@x.test>`, or put a name in front. */
export function addressIn(written: string): string | null {
  const found = /[^\s<>"(),:;@]+@[^\s<>"(),:;@]+\.[^\s<>"(),:;@]+/.exec(written)?.[0]
  return found?.toLowerCase() ?? null
}
