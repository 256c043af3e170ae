let found: number | null | undefined;

/**
 * The longest side of a 3D texture here; larger images are shown slice by slice. Null where there is no WebGL 2. Asked
 * for once, and not before the page stands: it takes a graphics context, and those a tenth of a second.
 */
export function maxTexture3D(): number | null {
  if (found !== undefined) return found;
  const gl = document.createElement("canvas").getContext("webgl2");
  const size: unknown = gl?.getParameter(gl.MAX_3D_TEXTURE_SIZE);
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  found = gl ? (typeof size === "number" ? size : 2048) : null;
  return found;
}
