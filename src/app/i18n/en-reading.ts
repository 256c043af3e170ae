/** The way of a reading: templates of segments, notes, lesions one after the other, what is done. */
export const reading = {
  templates: "Add a named, coded segment",
  template: {
    lesion: "Lesion",
    ring: "Rim around the lesion",
    liver: "Liver reference",
    background: "Background",
  },
  note: "Note on {{name}}",
  noteHint: "Note: kept with the segment, written into JSON, CSV and DICOM SR",
  done: "Mark {{name}} as read",
  undone: "Mark {{name}} as unread",
  progress: "{{done}} of {{total}} read",
  prior: {
    show: "Compare {{name}} side by side",
    hide: "End the comparison",
    shift: "Shift along the slices, mm",
    otherSpace: "Another frame of reference: positions may not match. Shift it until they do.",
  },
  copy: {
    title: "Copy to another series",
    lead: "By position, onto the other series' own voxels: a voxel is in the copy where its centre lies in a voxel of the segment.",
    to: "Series",
    do: "Copy",
    done_one:
      "“{{name}}” was copied by position to “{{series}}”: {{count}} voxel ({{from}} ml here, {{into}} ml there).",
    done_other:
      "“{{name}}” was copied by position to “{{series}}”: {{count}} voxels ({{from}} ml here, {{into}} ml there).",
    outside: "Nothing of the segment lies in “{{series}}”: nothing was copied.",
  },
} as const;

export const readingCommands = {
  lesion_next: "Go to the next segment",
  lesion_previous: "Go to the previous segment",
  series_done: "Mark the series as read, or as unread",
} as const;
