/** Projects, and what is said of how safe the work is. */
export const projects = {
  projects: {
    title: "Projects",
    open: "Projects …",
    new: "New project",
    newMore: "Starts anew; the project that is open stays in the list.",
    continue: "Continue where you left off",
    continueOne: "Continue: {{name}}",
    all: "All projects",
    none: "Nothing is kept yet. A project begins with the first study that you open.",
    segments_one: "{{count}} segment",
    segments_other: "{{count}} segments",
    series_one: "{{count}} series",
    series_other: "{{count}} series",
    isOpen: "open now",
    name: "Name of the project",
    openOne: "Open {{name}}",
    remove: "Delete {{name}}",
    removeSure: "Delete “{{name}}” with its segments and history?",
    removeYes: "Delete",
    removeNo: "Keep",
    removedOne: "“{{name}}” is deleted when you close this list.",
    bringBack: "Bring back",
    removeAll: "Delete everything kept here",
    removeAllSure: "Delete all projects that this browser keeps? Images on your disk are not touched.",
    import: "Open project file",
    export: "Project file (.radiomica)",
    private:
      "Segments, history, settings and the names of your files are kept in this browser alone, on this computer. Images are not copied: they are read again from where they are.",
    space: "{{used}} of {{quota}} used",
    copy: "{{name}} (copy)",
    copied: "This project is open in another tab. Here you go on in a copy: “{{name}}”.",
    gone: "This project is no longer kept in this browser.",
    newer:
      "This project was written by a later version of Radiomica. It was left untouched: reload to get that version.",
    damaged_one:
      "“{{name}}” was damaged in storage: its last step could not be read and was left out. What came before it is whole.",
    damaged_other:
      "“{{name}}” was damaged in storage: its last {{count}} steps could not be read and were left out. What came before them is whole.",
    altered:
      "“{{name}}”: the images are the same instances, but their files are not the very same as before. Check the segments.",
    stranger:
      "“{{name}}” has other slices than the series of this project: it was opened beside it, and the segments wait on.",
    inUse: "This project is open in another tab. Close it there first.",
    wait: "Waiting for the images of “{{name}}”",
    unnamed: "series without a description",
    waitMore:
      "Your segments and their history are safe. Images are not kept: they have to be read again from where they are.",
    waitAllow: "Allow reading {{names}}",
    waitFolder: "Choose the folder again",
    waitFiles: "Choose the files again",
    waitDemo: "Fetch the demo case again",
    waitFor: "Waiting for images",
    reading: "Reading the project …",
    imported: "“{{name}}” was taken in.",
  },
  save: {
    saved: "Saved",
    saving: "Saving …",
    not_saved: "Not saved",
    off: "Nothing to save",
    savedMore:
      "Every change is on this computer's disk, kept by this browser. After a crash or a reload you go on here.",
    savingMore: "The last change is on its way to the disk.",
    offMore: "A project begins with the first study that you open.",
    retry: "Try again",
    exportNow: "Export the project file",
    unavailable:
      "This browser keeps nothing here (private window, or storage turned off). Your work is in memory alone: export the project before you close the tab.",
    quota:
      "The browser's storage is full. Your work goes on in memory and is not saved: make room, or export the project.",
    lost: "What the browser kept was deleted. Your work goes on in memory and is being saved anew.",
    conflict: "Another tab writes to this project. Your work goes on in a copy.",
    failed: "The browser could not save. Your work goes on in memory: export the project to be safe.",
    slow: "Saving takes long. The last changes are in memory alone for now.",
  },
} as const;
