interface Piece {
  text: string
  readonly mark?: '*' | '_' | '~'
  readonly opens?: boolean
  readonly closes?: boolean
}

const divider = /^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$/gm
const blockMarks = /^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]))+/gm
const syntax = new RegExp(
  [
    String.raw`\\([!-/:-@[-\x60{-~]|\n)`,
    String.raw`<(@[a-z0-9:-]{3,40})>`,
    String.raw`<((?:https?:|mailto:)[^<>\s]*|[^<>\s@]{1,64}@[^<>\s@]{1,255})>`,
    String.raw`&(amp|lt|gt|quot|nbsp|#\d{1,7}|#[xX][\da-fA-F]{1,6});`,
    String.raw`(!?\[(?=[^[\]]*\]\()|\]\([^()\s]*(?:[ ]"[^"]*")?\))`,
    String.raw`(\*+|_+|~~)`,
  ].join('|'),
  'g',
)
const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

/**
 * Markdown outside code as a person reads it: escapes and references resolved, the marks gone, a link's label only.
 * `nameOfToken` gives the text of what may be a mention's token. Linear in the prose's length.
 */
export function readableProse(prose: string, nameOfToken: (token: string) => string | undefined): string {
  const text = prose.replace(divider, '').replace(blockMarks, '')
  const pieces: Piece[] = []
  let read = 0
  for (const match of text.matchAll(syntax)) {
    pieces.push({ text: text.slice(read, match.index) }, pieceOf(match, nameOfToken))
    read = match.index + match[0].length
  }
  dropPairedMarks(pieces)
  return pieces.map((piece) => piece.text).join('') + text.slice(read)
}

function pieceOf(match: RegExpExecArray, nameOfToken: (token: string) => string | undefined): Piece {
  const [whole, escaped, token, address, reference, bracket, mark] = match
  if (escaped !== undefined) return { text: escaped }
  if (token !== undefined) return { text: nameOfToken(whole) ?? whole }
  if (address !== undefined) return { text: address }
  if (reference !== undefined) return { text: references[reference] ?? characterOf(reference) }
  if (bracket !== undefined || mark === undefined) return { text: '' }
  return markPiece(match, mark)
}

function characterOf(reference: string): string {
  const code = /^#x/i.test(reference) ? Number.parseInt(reference.slice(2), 16) : Number.parseInt(reference.slice(1), 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\u{fffd}'
}

function markPiece(match: RegExpExecArray, mark: string): Piece {
  const before = match.input.charAt(match.index - 1)
  const after = match.input.charAt(match.index + mark.length)
  const opens = /\S/.test(after) && (mark.startsWith('*') || !/[\p{L}\p{N}]/u.test(before))
  const closes = /\S/.test(before) && (mark.startsWith('*') || !/[\p{L}\p{N}]/u.test(after))
  const kind = mark.charAt(0)
  return kind === '*' || kind === '_' || kind === '~' ? { text: mark, mark: kind, opens, closes } : { text: mark }
}

function dropPairedMarks(pieces: Piece[]): void {
  const open = new Map<string, Piece[]>()
  for (const piece of pieces) {
    if (piece.mark === undefined) continue
    const openers = open.get(piece.mark) ?? []
    while (piece.closes && piece.text !== '' && openers.length > 0) {
      const opener = openers.at(-1)
      const length = Math.min(piece.text.length, opener?.text.length ?? 0)
      piece.text = piece.text.slice(length)
      if (opener) opener.text = opener.text.slice(length)
      if (opener?.text === '') openers.pop()
    }
    if (piece.opens && piece.text !== '') openers.push(piece)
    open.set(piece.mark, openers)
  }
}
