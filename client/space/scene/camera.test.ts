import { describe, expect, it } from 'vitest'
import { cameraFor, glide, toMap, zoomFor } from './camera.rules.ts'

const view = { width: 400, height: 400 }

describe('the camera', () => {
  it('has its focus in the middle and stops at the edge of the map', () => {
    const map = { width: 2_000, height: 2_000, zoom: 1 }
    expect(cameraFor({ x: 1_000, y: 1_000 }, view, map)).toEqual({ x: 800, y: 800, zoom: 1 })
    expect(cameraFor({ x: 0, y: 2_000 }, view, map)).toEqual({ x: -40, y: 1_640, zoom: 1 })
  })
  it('centres a map that is smaller than the view', () => {
    expect(cameraFor({ x: 0, y: 0 }, view, { width: 100, height: 100, zoom: 1 })).toMatchObject({ x: -150, y: -150 })
  })
  it('finds the point of the map under a pixel', () =>
    expect(toMap({ x: 100, y: 50, zoom: 2 }, { x: 20, y: 40 })).toEqual({ x: 110, y: 70 }))
  it('shows as much of the map as is good to look at', () => {
    expect(zoomFor({ width: 360, height: 500 }, { width: 1_600, height: 1_000 }, 1)).toBe(0.85)
    expect(zoomFor({ width: 800, height: 800 }, { width: 1_600, height: 1_000 }, 1)).toBe(1)
    expect(zoomFor({ width: 4_000, height: 4_000 }, { width: 400, height: 400 }, 1)).toBe(1.5)
  })
  it('arrives', () => {
    let camera = { x: 0, y: 0, zoom: 1 }
    for (let frame = 0; frame < 120; frame++) camera = glide(camera, { x: 300, y: 0, zoom: 1 }, 16)
    expect(camera.x).toBe(300)
  })
  it('zooms about the middle of what one sees', () => {
    const middleOf = (camera: { x: number; zoom: number }) => camera.x + view.width / 2 / camera.zoom
    let camera = { x: 0, y: 0, zoom: 1 }
    const goal = { x: -200, y: -200, zoom: 0.5 }
    for (let frame = 0; frame < 120; frame++) {
      camera = glide(camera, goal, 16)
      expect(middleOf(camera)).toBeCloseTo(200, 5)
    }
    expect(camera).toEqual(goal)
  })
})
