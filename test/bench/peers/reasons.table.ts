/** Why a target is missed, by what the row's name holds; the first that fits. */
const reasons: readonly (readonly [RegExp, string])[] = [];

export const reasonFor = (name: string): string =>
  reasons.find(([pattern]) => pattern.test(name))?.[1] ?? "not looked into yet";
