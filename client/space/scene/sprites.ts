/** A picture that is drawn often, with the point in it that comes to lie where it is put; all in map units but the picture. */
export interface Sprite {
  picture: OffscreenCanvas
  width: number
  height: number
  centerX: number
  centerY: number
}

const MOST = 1_000

/** Paints what was not painted before. */
export function createSpriteCache<T>(paint: (look: T) => Sprite): (key: string, look: T) => Sprite {
  const sprites = new Map<string, Sprite>()
  return (key, look) => {
    const known = sprites.get(key)
    if (known) return known
    const sprite = paint(look)
    if (sprites.size > MOST) sprites.clear()
    sprites.set(key, sprite)
    return sprite
  }
}

export function drawSprite(context: CanvasRenderingContext2D, sprite: Sprite, at: { x: number; y: number }): void {
  context.drawImage(sprite.picture, at.x - sprite.centerX, at.y - sprite.centerY, sprite.width, sprite.height)
}
