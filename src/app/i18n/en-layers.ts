/** Segments that may overlap. */
export const layers = {
  full_one:
    "All 255 labels of this series are taken; {{count}} region was not added: {{names}}. Delete segments to make room.",
  full_other:
    "All 255 labels of this series are taken; {{count}} regions were not added: {{names}}. Delete segments to make room.",
  menu: "More for {{name}}",
  badge: "Layer {{n}}",
  badgeMore: "Lies in layer {{n}} and may overlap segments of other layers.",
  own: "Let it overlap (own layer)",
  merge: "Merge into layer {{n}}",
  copy: "Copy to a new layer",
  note: "Segments of one layer exclude each other; those of different layers may overlap.",
  overlaps_one:
    "“{{name}}” stays in its layer: {{count}} of its voxels belongs to segments of layer {{n}} ({{others}}).",
  overlaps_other:
    "“{{name}}” stays in its layer: {{count}} of its voxels belong to segments of layer {{n}} ({{others}}).",
  allow: "New segments may overlap",
  allowMore: "Each new segment gets a layer of its own: drawing it takes no voxel from the others.",
  copyOf: "{{name}} (copy)",
  exported: "Saved {{file}}: segments overlap, so there is one label map a layer ({{count}}).",
};

/** What steps with layers are called in the history. */
export const layersHistory = {
  own_layer: "“{{name}}” in a layer of its own",
  merge_layer: "“{{name}}” into layer {{n}}",
  copy_layer: "Copy of “{{name}}” in another layer",
} as const;

/** Commands. */
export const layersCommands = {
  segment_own_layer: "Let the segment overlap others (own layer)",
  segment_copy_layer: "Copy the segment to a new layer",
} as const;
