/** The word that was probably meant: the nearest by edits (insert, delete, change, swap), if it is near enough. */
export function nearest(word: string, words: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  const near = [...words]
    .map((candidate) => ({ candidate, off: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.off - b.off)[0];
  return near && near.off <= Math.max(1, Math.floor(Math.max(wanted.length, near.candidate.length) / 3))
    ? near.candidate
    : null;
}

/** "; did you mean "x"?", or nothing. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const near = nearest(word, words);
  return near === null ? "" : `; did you mean "${near}"?`;
}

/** Optimal string alignment distance. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(change, above[j] + 1, row[j - 1] + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.length];
}
