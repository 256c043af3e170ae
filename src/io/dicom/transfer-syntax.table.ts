export type Codec = "native" | "rle" | "jpeg" | "jpeg-lossless" | "jpeg-ls" | "jpeg-2000" | "htj2k" | "deflate";

export type TransferSyntax = {
  readonly name: string;
  readonly codec: Codec | null;
  readonly encapsulated: boolean;
  /** True where the encoding itself is lossy; null where the codestream may be either. */
  readonly lossy: boolean | null;
};

const native = (name: string): TransferSyntax => ({ name, codec: "native", encapsulated: false, lossy: false });
const wrapped = (name: string, codec: Codec | null, lossy: boolean | null): TransferSyntax => ({
  name,
  codec,
  encapsulated: true,
  lossy,
});

/** PS3.5 §10, PS3.6 table A-1. `codec: null`: known by name, not decoded here. */
export const transferSyntaxes: Readonly<Record<string, TransferSyntax>> = {
  "1.2.840.10008.1.2": native("Implicit VR Little Endian"),
  "1.2.840.10008.1.2.1": native("Explicit VR Little Endian"),
  "1.2.840.10008.1.2.1.99": native("Deflated Explicit VR Little Endian"),
  "1.2.840.10008.1.2.2": native("Explicit VR Big Endian"),
  "1.2.840.113619.5.2": native("GE Private Implicit VR Big Endian"),
  "1.2.840.10008.1.2.8.1": wrapped("Deflated Image Frame Compression", "deflate", false),
  "1.2.840.10008.1.2.5": wrapped("RLE Lossless", "rle", false),
  "1.2.840.10008.1.2.4.50": wrapped("JPEG Baseline (Process 1)", "jpeg", true),
  "1.2.840.10008.1.2.4.51": wrapped("JPEG Extended (Process 2 & 4)", "jpeg", true),
  "1.2.840.10008.1.2.4.53": wrapped("JPEG Spectral Selection (Process 6 & 8)", "jpeg", true),
  "1.2.840.10008.1.2.4.55": wrapped("JPEG Full Progression (Process 10 & 12)", "jpeg", true),
  "1.2.840.10008.1.2.4.57": wrapped("JPEG Lossless (Process 14)", "jpeg-lossless", false),
  "1.2.840.10008.1.2.4.70": wrapped("JPEG Lossless SV1 (Process 14)", "jpeg-lossless", false),
  "1.2.840.10008.1.2.4.80": wrapped("JPEG-LS Lossless", "jpeg-ls", false),
  "1.2.840.10008.1.2.4.81": wrapped("JPEG-LS Near-lossless", "jpeg-ls", true),
  "1.2.840.10008.1.2.4.90": wrapped("JPEG 2000 Lossless", "jpeg-2000", false),
  "1.2.840.10008.1.2.4.91": wrapped("JPEG 2000", "jpeg-2000", null),
  "1.2.840.10008.1.2.4.92": wrapped("JPEG 2000 Part 2 Lossless", null, false),
  "1.2.840.10008.1.2.4.93": wrapped("JPEG 2000 Part 2", null, null),
  "1.2.840.10008.1.2.4.100": wrapped("MPEG2 Main Profile, Main Level", null, true),
  "1.2.840.10008.1.2.4.101": wrapped("MPEG2 Main Profile, High Level", null, true),
  "1.2.840.10008.1.2.4.102": wrapped("MPEG-4 AVC/H.264", null, true),
  "1.2.840.10008.1.2.4.103": wrapped("MPEG-4 AVC/H.264 BD-compatible", null, true),
  "1.2.840.10008.1.2.4.104": wrapped("MPEG-4 AVC/H.264 2D", null, true),
  "1.2.840.10008.1.2.4.105": wrapped("MPEG-4 AVC/H.264 3D", null, true),
  "1.2.840.10008.1.2.4.106": wrapped("MPEG-4 AVC/H.264 Stereo", null, true),
  "1.2.840.10008.1.2.4.107": wrapped("HEVC/H.265 Main", null, true),
  "1.2.840.10008.1.2.4.108": wrapped("HEVC/H.265 Main 10", null, true),
  "1.2.840.10008.1.2.4.110": wrapped("JPEG XL Lossless", null, false),
  "1.2.840.10008.1.2.4.111": wrapped("JPEG XL JPEG Recompression", null, true),
  "1.2.840.10008.1.2.4.112": wrapped("JPEG XL", null, null),
  "1.2.840.10008.1.2.4.201": wrapped("High-Throughput JPEG 2000 Lossless", "htj2k", false),
  "1.2.840.10008.1.2.4.202": wrapped("High-Throughput JPEG 2000 RPCL Lossless", "htj2k", false),
  "1.2.840.10008.1.2.4.203": wrapped("High-Throughput JPEG 2000", "htj2k", null),
};
