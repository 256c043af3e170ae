/** A UID that anyone may make: 2.25 and a random UUID as a decimal number (PS3.5 annex B.2). */
export const newUid = (): string => `2.25.${BigInt(`0x${globalThis.crypto.randomUUID().replaceAll("-", "")}`)}`;
