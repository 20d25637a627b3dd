/** Cut to so many characters as people see them, with an ellipsis in place of the rest. */
export function shortened(text: string, longest: number): string {
  const characters = Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text), ({ segment }) => segment)
  if (characters.length <= longest) return text
  return `${characters
    .slice(0, longest - 1)
    .join('')
    .trimEnd()}…`
}

/**
 * Broken into lines of a width, between words where there are any, and cut with an ellipsis after `most` lines.
 * `widthOf` measures a text.
 */
export function linesOf(
  text: string,
  { width, most, widthOf }: { width: number; most: number; widthOf: (text: string) => number },
): string[] {
  const lines: string[] = ['']
  const units = Array.from(new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text), ({ segment }) => segment).flatMap((word) =>
    widthOf(word) > width ? Array.from(word) : [word],
  )
  for (const unit of units) {
    const line = lines.at(-1) ?? ''
    if (widthOf(line + unit.trimEnd()) <= width) lines[lines.length - 1] = line + unit
    else if (lines.length === most) {
      lines[lines.length - 1] = cutTo(`${line}${unit}`, width, widthOf)
      return lines.map((known) => known.trim())
    } else lines.push(unit.trimStart())
  }
  return lines.map((line) => line.trim()).filter((line, index) => line !== '' || index === 0)
}

function cutTo(text: string, width: number, widthOf: (text: string) => number): string {
  const characters = Array.from(text.trimEnd())
  while (characters.length > 1 && widthOf(`${characters.join('')}…`) > width) characters.pop()
  return `${characters.join('').trimEnd()}…`
}
