/** A UID below 2.25 that is always the same for the same name (a 128-bit number, as PS3.5 B.2 wants it). */
export function uid(name: string): string {
  let number = 0n;
  for (let part = 0; part < 4; part++) {
    let hash = 0x811c9dc5 ^ (part * 0x9e3779b9);
    for (let n = 0; n < name.length; n++) hash = Math.imul(hash ^ name.charCodeAt(n), 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 12;
    hash = Math.imul(hash, 0x297a2d39);
    hash ^= hash >>> 15;
    number = (number << 32n) | BigInt(hash >>> 0);
  }
  return `2.25.${number}`;
}
