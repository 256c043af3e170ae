/** Where the kernels' own tables end, and memory is free. */
export function freeFrom(): usize {
  return __heap_base;
}
