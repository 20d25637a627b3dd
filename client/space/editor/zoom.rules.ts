interface Size {
  width: number
  height: number
}

/** Pixels of the screen for one unit of the map. */
export const ZOOMS = [0.25, 0.35, 0.5, 0.7, 1, 1.4]
/** The one at which the editor opens, as an index. */
export const USUAL_ZOOM = 2

/** @returns the index of the usual zoom, or of the largest below it at which the drawing fits into its view; the smallest where none does. */
export function zoomThatFits(drawing: Size, view: Size): number {
  const most = Math.min(view.width / drawing.width, view.height / drawing.height)
  const fitting = ZOOMS.findLastIndex((zoom, index) => index <= USUAL_ZOOM && zoom <= most)
  return Math.max(0, fitting)
}
