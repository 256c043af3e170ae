/** The longest side of a 3D texture here; larger images are shown slice by slice. */
export function maxTexture3D(): number {
  const gl = document.createElement("canvas").getContext("webgl2");
  const size: unknown = gl?.getParameter(gl.MAX_3D_TEXTURE_SIZE);
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof size === "number" ? size : 2048;
}
