import { RadiomicaError } from "#engine/errors.ts";
import type { DecodeJob } from "../series.ts";
import { type CodestreamHeader, hasEnd, jpeg2000Header, jpegHeader } from "./codestream.ts";
import { transferSyntaxes } from "./transfer-syntax.table.ts";

type CodestreamJob = Pick<
  DecodeJob,
  "transferSyntax" | "bytes" | "rows" | "columns" | "samplesPerPixel" | "signed" | "bitsStored" | "bitsAllocated"
>;

/**
 * Throws "Parse" where a compressed frame is cut short or its header contradicts the file's: looked at before memory is
 * taken for what cannot be decoded. Frames that are not compressed with a header of their own pass.
 */
export function checkCodestream(job: CodestreamJob): void {
  switch (transferSyntaxes[job.transferSyntax]?.codec) {
    case "jpeg-ls":
    case "jpeg":
    case "jpeg-lossless":
      checkHeader(job, jpegHeader(job.bytes));
      break;
    case "jpeg-2000":
    case "htj2k":
      checkHeader(job, jpeg2000Header(job.bytes));
      break;
    default:
      return;
  }
  checkEnd(job);
}

/** Decoders fill what is missing with grey, or with zeros: a codestream without an end is not decoded. */
export function checkEnd({ bytes }: Pick<DecodeJob, "bytes">): void {
  if (hasEnd(bytes)) return;
  throw new RadiomicaError(
    "Parse",
    "The compressed data are cut short: their end is missing. Copy or export the file again.",
  );
}

/** Throws unless the codestream has the size, components and sign that the header declares. */
export function checkHeader<H extends CodestreamHeader>(job: CodestreamJob, header: H | null): H {
  if (!header) throw new RadiomicaError("Parse", "The compressed data are damaged: they have no header.");
  if (header.width !== job.columns || header.height !== job.rows) {
    throw contradiction("size", `${job.columns} × ${job.rows}`, `${header.width} × ${header.height}`);
  }
  if (header.components !== job.samplesPerPixel) {
    throw contradiction("samples per pixel", `${job.samplesPerPixel}`, `${header.components}`);
  }
  if (header.signed !== null && header.signed !== job.signed) {
    const name = (signed: boolean) => (signed ? "signed" : "unsigned");
    throw contradiction("sign", name(job.signed), name(header.signed));
  }
  if (header.bits > job.bitsAllocated || header.bits > 16) {
    throw contradiction("bits", `${job.bitsStored}`, `${header.bits}`);
  }
  return header;
}

export function contradiction(what: string, expected: string, found: string): RadiomicaError {
  const message = `The header and the compressed data contradict each other in ${what}: ${expected} declared, ${found} found. The values cannot be trusted; export the file again.`;
  return new RadiomicaError("Parse", message, { what, expected, found });
}
