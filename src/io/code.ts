/** A coded concept, such as (52988006, SCT, "Lesion"). */
export type Code = { readonly value: string; readonly scheme: string; readonly meaning: string };

/** What a segment is of: its category (CID 7150), what it is, and where, for what can be anywhere. */
export type SegmentProperty = { readonly category: Code; readonly type: Code; readonly region?: Code };
