/** Colours of the map in one theme. The canvas cannot read CSS variables at drawing speed. */
export interface Palette {
  ground: string
  floor: string
  floorLine: string
  room: string
  roomEdge: string
  roomName: string
  wall: string
  wallFace: string
  shadow: string
  wood: string
  woodEdge: string
  metal: string
  screen: string
  cloth: string
  clothLight: string
  leaf: string
  leafDark: string
  pot: string
  rug: string
  rugEdge: string
  label: string
  labelText: string
  halo: string
  accent: string
  status: { available: string; busy: string; dnd: string; away: string }
}

const light: Palette = {
  ground: '#e9e9ee',
  floor: '#f8f7f5',
  floorLine: '#efeeea',
  room: '#fdfcfa',
  roomEdge: '#e2e0da',
  roomName: '#6f6d78',
  wall: '#c9c7d1',
  wallFace: '#aeacb9',
  shadow: 'rgba(38, 36, 60, 0.10)',
  wood: '#e6cfae',
  woodEdge: '#cfb28a',
  metal: '#b9bac6',
  screen: '#5d5f74',
  cloth: '#a9b4d8',
  clothLight: '#c2cbe7',
  leaf: '#6fae7e',
  leafDark: '#4f9161',
  pot: '#d59d7c',
  rug: '#ece4f3',
  rugEdge: '#d9cce6',
  label: 'rgba(255, 255, 255, 0.92)',
  labelText: '#1a1b21',
  halo: '#ffffff',
  accent: '#5452cf',
  status: { available: '#22a565', busy: '#d9473f', dnd: '#a32c78', away: '#c98a10' },
}

const dark: Palette = {
  ground: '#101116',
  floor: '#1c1d24',
  floorLine: '#21222a',
  room: '#23242d',
  roomEdge: '#31323d',
  roomName: '#9a9bab',
  wall: '#464857',
  wallFace: '#333542',
  shadow: 'rgba(0, 0, 0, 0.35)',
  wood: '#594a3a',
  woodEdge: '#43372b',
  metal: '#5b5e6e',
  screen: '#8d92b3',
  cloth: '#45507a',
  clothLight: '#566294',
  leaf: '#43805a',
  leafDark: '#2f6244',
  pot: '#7a5540',
  rug: '#2d2a3b',
  rugEdge: '#3c374f',
  label: 'rgba(25, 26, 31, 0.88)',
  labelText: '#ececf1',
  halo: '#1c1d24',
  accent: '#8685f5',
  status: { available: '#3fbf80', busy: '#f06a61', dnd: '#d563ac', away: '#e0a73a' },
}

export function paletteFor(isDark: boolean): Palette {
  return isDark ? dark : light
}
