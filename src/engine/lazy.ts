/**
 * `known` with further fields that are worked out when they are first read, and kept. They are fields like any others:
 * a spread or a message to a worker reads all of them.
 */
export function lazily<Known extends object, Later extends object>(
  known: Known,
  later: { readonly [Key in keyof Later]: () => Later[Key] },
): Known & Later {
  const record = { ...known };
  for (const key of Object.keys(later) as (keyof Later)[]) {
    Object.defineProperty(record, key, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = later[key]();
        Object.defineProperty(record, key, { enumerable: true, value });
        return value;
      },
    });
  }
  return record as Known & Later;
}
