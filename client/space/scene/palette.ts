/** Colours of the map in one theme. The canvas cannot read CSS variables at drawing speed. */
export interface Palette {
  ground: string
  groundDot: string
  floor: string
  floorLine: string
  room: string
  woodFloor: string
  woodFloorLine: string
  tile: string
  tileAlt: string
  carpet: string
  carpetLine: string
  roomName: string
  wall: string
  wallTop: string
  wallFace: string
  glass: string
  light: string
  lightEnd: string
  shadow: string
  softShadow: string
  wood: string
  woodTop: string
  woodEdge: string
  metal: string
  metalTop: string
  metalEdge: string
  screen: string
  screenGlow: string
  paper: string
  cloth: string
  clothTop: string
  clothLight: string
  chair: string
  chairTop: string
  leaf: string
  leafDark: string
  leafLight: string
  pot: string
  potEdge: string
  rug: string
  rugEdge: string
  books: readonly string[]
  label: string
  labelEdge: string
  labelText: string
  labelSoft: string
  bubble: string
  bubbleText: string
  bubbleEdge: string
  group: string
  ownGroup: string
  halo: string
  accent: string
  status: { available: string; busy: string; dnd: string; away: string }
}

const light: Palette = {
  ground: '#e7e8ee',
  groundDot: '#d9dae3',
  floor: '#f3f1ec',
  floorLine: '#eae7e0',
  room: '#faf8f4',
  woodFloor: '#f3e8d8',
  woodFloorLine: '#e7d8c1',
  tile: '#f1f4f4',
  tileAlt: '#e6ecec',
  carpet: '#e9edf5',
  carpetLine: '#e1e6f0',
  roomName: '#55535f',
  wall: '#d5d3dc',
  wallTop: '#e4e2ea',
  wallFace: '#b3b0bf',
  glass: '#bfe0f2',
  light: 'rgba(255, 255, 255, 0.6)',
  lightEnd: 'rgba(255, 255, 255, 0)',
  shadow: 'rgba(44, 40, 70, 0.13)',
  softShadow: 'rgba(44, 40, 70, 0.07)',
  wood: '#e2c69d',
  woodTop: '#edd6b3',
  woodEdge: '#c39d6c',
  metal: '#c3c5d1',
  metalTop: '#d8dae3',
  metalEdge: '#9a9cab',
  screen: '#484b5f',
  screenGlow: '#8fa3d9',
  paper: '#fffdf8',
  cloth: '#8d9bcb',
  clothTop: '#a5b2dc',
  clothLight: '#bcc7ea',
  chair: '#7d8196',
  chairTop: '#9a9eb3',
  leaf: '#6fb083',
  leafDark: '#4a8f62',
  leafLight: '#93cba2',
  pot: '#d69a78',
  potEdge: '#b97b5a',
  rug: '#e6dcf0',
  rugEdge: '#cfbfe2',
  books: ['#c96f5f', '#5f87b8', '#d9a94f', '#6a9a78', '#8c6fae', '#d7d2c6'],
  label: 'rgba(255, 255, 255, 0.94)',
  labelEdge: 'rgba(44, 40, 70, 0.10)',
  labelText: '#1a1b21',
  labelSoft: '#5f606c',
  bubble: '#ffffff',
  bubbleText: '#1a1b21',
  bubbleEdge: '#d6d5e0',
  group: 'rgba(44, 40, 70, 0.09)',
  ownGroup: 'rgba(84, 82, 207, 0.2)',
  halo: '#ffffff',
  accent: '#5452cf',
  status: { available: '#22a565', busy: '#d9473f', dnd: '#a32c78', away: '#c98a10' },
}

const dark: Palette = {
  ground: '#0e0f14',
  groundDot: '#191b22',
  floor: '#1e2027',
  floorLine: '#242630',
  room: '#23252e',
  woodFloor: '#2c2823',
  woodFloorLine: '#37312a',
  tile: '#23282b',
  tileAlt: '#272d31',
  carpet: '#22262f',
  carpetLine: '#272c37',
  roomName: '#b3b4c0',
  wall: '#3f4150',
  wallTop: '#4c4e5f',
  wallFace: '#2d2f3b',
  glass: '#4d7390',
  light: 'rgba(150, 180, 230, 0.07)',
  lightEnd: 'rgba(150, 180, 230, 0)',
  shadow: 'rgba(0, 0, 0, 0.38)',
  softShadow: 'rgba(0, 0, 0, 0.22)',
  wood: '#5b4935',
  woodTop: '#6a563f',
  woodEdge: '#403324',
  metal: '#4b4e5d',
  metalTop: '#5a5d6e',
  metalEdge: '#353743',
  screen: '#14151b',
  screenGlow: '#7f93d8',
  paper: '#b9b6ac',
  cloth: '#3d4872',
  clothTop: '#48548a',
  clothLight: '#55629c',
  chair: '#3b3e4c',
  chairTop: '#4b4e5e',
  leaf: '#458a5e',
  leafDark: '#2f6646',
  leafLight: '#5ca677',
  pot: '#7c553e',
  potEdge: '#5d3e2c',
  rug: '#302b42',
  rugEdge: '#453d5e',
  books: ['#8a4b41', '#3f5c80', '#8f6f33', '#456a52', '#5e4a78', '#77736a'],
  label: 'rgba(22, 23, 29, 0.92)',
  labelEdge: 'rgba(255, 255, 255, 0.08)',
  labelText: '#ececf1',
  labelSoft: '#9d9eac',
  bubble: '#2a2c36',
  bubbleText: '#ececf1',
  bubbleEdge: '#444656',
  group: 'rgba(255, 255, 255, 0.08)',
  ownGroup: 'rgba(134, 133, 245, 0.26)',
  halo: '#1c1d24',
  accent: '#8685f5',
  status: { available: '#3fbf80', busy: '#f06a61', dnd: '#d563ac', away: '#e0a73a' },
}

export function paletteFor(isDark: boolean): Palette {
  return isDark ? dark : light
}
