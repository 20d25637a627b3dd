/**
 * `attachment` or `inline` with a name in any language: an ASCII one for old readers, and the whole of it.
 * @see https://www.rfc-editor.org/rfc/rfc6266
 */
export function contentDisposition(type: 'attachment' | 'inline', name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_')
  const exact = encodeURIComponent(name).replaceAll(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${type}; filename="${ascii}"; filename*=UTF-8''${exact}`
}
