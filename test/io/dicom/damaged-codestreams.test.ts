import { readdirSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { decodeFrame } from "#io/dicom/decode.ts";
import { frameBytes, frameTable } from "#io/dicom/frames.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { pixelFormat } from "#io/dicom/pixel-format.ts";
import { isFinding, isRefusal } from "#io/refusal.ts";
import type { DecodeJob } from "#io/series.ts";
import { onData, shared } from "../../helpers/load-files.ts";

const folder = "data/transfer-syntax/ct";

function jobOf(uid: string): DecodeJob {
  const name = readdirSync(shared(folder)).find((n) => n.endsWith(`_${uid}.dcm`));
  const file = parseDicom("x", new Uint8Array(readFileSync(shared(`${folder}/${name}`))));
  if (isRefusal(file)) throw new Error(file.finding.detail);
  const format = pixelFormat(file);
  if (isFinding(format)) throw new Error(format.detail);
  const table = frameTable(file, format);
  if (isFinding(table)) throw new Error(table.detail);
  return { ...format, bytes: frameBytes(file.bytes, table, 0), slope: 1, intercept: 0 };
}

async function refusal(job: DecodeJob): Promise<string> {
  try {
    await decodeFrame(job, new Float32Array(job.rows * job.columns));
    return "decoded";
  } catch (error) {
    return isRadiomicaError(error, "Parse") ? "refused" : String(error);
  }
}

const withEnd = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(bytes.length + 2);
  out.set(bytes);
  out.set([0xff, 0xd9], bytes.length);
  return out;
};

// Decoders like to fill in what is missing, with grey or zeros: none of that may pass for an image.
for (const uid of ["4.50", "4.57", "4.70", "4.80", "4.90", "5"]) {
  const title = `1.2.840.10008.1.2.${uid}: a codestream that is cut short is refused, with and without an end marker`;
  onData(title, async () => {
    const job = jobOf(`1.2.840.10008.1.2.${uid}`);
    for (const part of [0.1, 0.5, 0.9]) {
      const cut = job.bytes.slice(0, Math.floor(job.bytes.length * part));
      expect(await refusal({ ...job, bytes: cut }), `${part} of it`).toBe("refused");
      expect(await refusal({ ...job, bytes: withEnd(cut) }), `${part} of it, ended`).toBe("refused");
    }
    expect(await refusal({ ...job, bytes: job.bytes.slice(0, 40) })).toBe("refused");
    // The decoder still works after all that.
    expect(await refusal(job)).toBe("decoded");
  });
}

for (const uid of ["4.57", "4.70", "4.80", "4.90"]) {
  const title = `1.2.840.10008.1.2.${uid}: a header that contradicts the codestream is refused`;
  onData(title, async () => {
    const job = jobOf(`1.2.840.10008.1.2.${uid}`);
    expect(await refusal({ ...job, rows: 511 })).toBe("refused");
    expect(await refusal({ ...job, rows: 1024, columns: 256 })).toBe("refused");
    expect(await refusal({ ...job, bitsAllocated: 8, bitsStored: 8, highBit: 7 })).toBe("refused");
    expect(await refusal({ ...job, samplesPerPixel: 3, photometric: "RGB" })).toBe("refused");
    // Only JPEG 2000 knows the sign of its samples.
    if (uid === "4.90") expect(await refusal({ ...job, signed: false })).toBe("refused");
  });
}
