/** Opens the browser's file dialog, for files or for one folder; an empty list when it is closed without a choice. */
export function pickFiles(kind: "files" | "folder"): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.webkitdirectory = kind === "folder";
    input.hidden = true;
    const end = (files: File[]) => {
      input.remove();
      resolve(files);
    };
    input.onchange = () => end(Array.from(input.files ?? []));
    input.oncancel = () => end([]);
    // In the page, lest it be collected while the dialog is open.
    document.body.append(input);
    input.click();
  });
}
