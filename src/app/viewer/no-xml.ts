/**
 * Stands in for xmlbuilder2, which vtk.js pulls in to read its own XML mesh files. We read none, and the real package
 * needs Node's `events`. Whoever calls it anyway is told.
 */
function absent(): never {
  throw new Error("XML is not built in: this build reads no vtk XML files.");
}
export const create = absent;
export const convert = absent;
export const fragment = absent;
export const builder = absent;
// biome-ignore lint/style/noDefaultExport: the package it stands in for has one.
export default { create, convert, fragment, builder };
