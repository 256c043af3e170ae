import { unzipSync } from "fflate";
import type { Exporter } from "../export/export.ts";

/** The DICOM files that an export makes; those in an archive (a report and its SEG) one by one. */
export async function filesToSend(make: (to: Exporter) => Promise<void>): Promise<Uint8Array[]> {
  const files: Uint8Array[] = [];
  await make({
    save(name, content) {
      if (typeof content === "string") return;
      if (name.endsWith(".zip")) files.push(...Object.values(unzipSync(content)));
      else files.push(content);
    },
    copy: async () => {},
  });
  return files;
}
