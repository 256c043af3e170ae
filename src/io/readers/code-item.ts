import type { Code } from "../code.ts";
import type { Dataset } from "../dicom/dataset.ts";

/** The code that an item of a code sequence holds, "" for what is missing of it; null without an item. */
export function codeOf(item: Dataset | undefined): Code | null {
  if (!item) return null;
  // A code's value, or one that is too long for it, or a URN.
  const value = item.string("00080100") ?? item.string("00080119") ?? item.string("00080120") ?? "";
  return { value, scheme: item.string("00080102") ?? "", meaning: item.string("00080104") ?? "" };
}
