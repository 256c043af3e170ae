/** vitest 5 reports a failure with `Map.groupBy`, which Node 20 lacks. Imported for its effect by vite.config.ts. */
type GroupBy = <K, T>(items: Iterable<T>, keyOf: (item: T) => K) => Map<K, T[]>;
const mapWithGroupBy = Map as unknown as { groupBy?: GroupBy };
mapWithGroupBy.groupBy ??= (items, keyOf) => {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
};
