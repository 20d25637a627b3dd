/** Drawn on 16 by 16, with a line of 1.5. */
const PATHS = {
  hash: 'M6 2.5 4.8 13.5M11.2 2.5 10 13.5M2.8 5.8h10.7M2.5 10.2h10.7',
  lock: 'M4 7h8v6.5H4zM5.8 7V4.8a2.2 2.2 0 0 1 4.4 0V7',
  people:
    'M6 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6ZM1.8 13.2c.3-2.3 1.9-3.6 4.2-3.6s3.9 1.3 4.2 3.6M10.6 3.2a2.2 2.2 0 0 1 0 4.1M11.9 9.9c1.4.5 2.2 1.7 2.4 3.3',
  plus: 'M8 3v10M3 8h10',
  smile: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.6 9.4c.5 1 1.4 1.5 2.4 1.5s1.9-.5 2.4-1.5M6 6.4h.01M10 6.4h.01',
  thread: 'M2.5 3.5h11v7.2H8L4.8 13.3v-2.6H2.5zM5.3 6h5.4M5.3 8.3h3.4',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  close: 'M4 4l8 8M12 4l-8 8',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  clip: 'm13 7.6-5.3 5.2a3.2 3.2 0 0 1-4.5-4.5l5.4-5.4a2.1 2.1 0 0 1 3 3l-5.3 5.3a1 1 0 0 1-1.5-1.4l4.7-4.7',
  send: 'M2.6 2.9 13.6 8 2.6 13.1 4.4 8zM4.4 8h4.4',
  log: 'M2.5 4h1M2.5 8h1M2.5 12h1M6 4h7.5M6 8h7.5M6 12h7.5',
  bolt: 'M8.8 2 3.6 9h4l-.5 5 5.3-7h-4z',
  flame:
    'M8 14c-2.6 0-4.3-1.7-4.3-4 0-2.9 2.9-3.8 2.9-7.6 2.3.9 3.2 2.6 3.2 4.2.6-.2 1-.7 1.2-1.4 1 1.2 1.4 2.9 1.4 4.5C12.3 12.3 10.6 14 8 14Z',
  app: 'M2.8 2.8h4v4h-4zM9.2 2.8h4v4h-4zM2.8 9.2h4v4h-4zM9.2 9.2h4v4h-4z',
  file: 'M4 2h5l3.2 3.2V14H4zM9 2v3.2h3.2',
  copy: 'M6 6h7.5v7.5H6zM10 6V2.5H2.5V10H6',
  chevron: 'M6 4l4 4-4 4',
} as const

export type IconName = keyof typeof PATHS

const SVG = 'http://www.w3.org/2000/svg'

/** Decoration: what it stands beside says the same in words. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('class', `icon icon-${name}`)
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', PATHS[name])
  svg.append(path)
  return svg
}
