/** True for a NIfTI-1 or NIfTI-2 header (either byte order), image and header in one file. */
export function isNifti(bytes: Uint8Array): boolean {
  return bytes.length > 352 && bytes[344] === 0x6e && bytes[346] === 0x31;
}
