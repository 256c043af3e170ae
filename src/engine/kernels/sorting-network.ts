/**
 * A network of comparators: for each pair of places (p, q) in turn, the lesser of the two values goes to p and the
 * greater to q. Afterwards the values at `order` ascend. What it does depends on no value, so that several arrays can be
 * sorted side by side.
 */
export type Network = { readonly pairs: readonly number[]; readonly order: readonly number[] };

/** Merges lists of places whose values ascend already. Batcher's odd-even merge (Knuth, vol. 3, 5.3.4). */
export function mergeNetwork(lists: readonly (readonly number[])[]): Network {
  const pairs: number[] = [];
  const among = (from: number, to: number): readonly number[] => {
    if (to - from === 1) return lists[from];
    const middle = (from + to) >> 1;
    return merge(among(from, middle), among(middle, to), pairs);
  };
  return { order: lists.length === 0 ? [] : among(0, lists.length), pairs };
}

/** Sorts the values at places 0, 1, … n − 1. */
export const sortNetwork = (n: number): Network => mergeNetwork(Array.from({ length: n }, (_, k) => [k]));

/** The order of both lists together; adds the comparators that bring it about. */
function merge(a: readonly number[], b: readonly number[], pairs: number[]): readonly number[] {
  if (a.length === 0 || b.length === 0) return [...a, ...b];
  if (a.length === 1 && b.length === 1) {
    pairs.push(a[0], b[0]);
    return [a[0], b[0]];
  }
  const every = (list: readonly number[], parity: 0 | 1) => list.filter((_, k) => k % 2 === parity);
  const even = merge(every(a, 0), every(b, 0), pairs);
  const odd = merge(every(a, 1), every(b, 1), pairs);
  const order = [even[0]];
  for (let k = 0; k < odd.length; k++) {
    if (k + 1 < even.length) pairs.push(odd[k], even[k + 1]);
    order.push(odd[k], ...even.slice(k + 1, k + 2));
  }
  return [...order, ...even.slice(odd.length + 1)];
}
