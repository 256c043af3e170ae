import { RadiomicaError } from "#engine/errors.ts";

/** What a codec says about the codestream it decoded. */
export type CodecImage = {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bits: number;
  /** Sign of the samples; null where the codestream does not say. */
  readonly signed: boolean | null;
  /** One byte a sample up to 8 bits, else two (little endian). */
  readonly bytes: Uint8Array;
  /** Samples of one pixel together, or one plane after the other. */
  readonly planar: boolean;
};

export type WasmCodec = "jpeg" | "jpeg-ls" | "jpeg-2000" | "htj2k";

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned?: boolean;
  };
  getInterleaveMode?(): number;
  delete(): void;
}
type WasmModule = Readonly<Record<string, new () => Decoder>>;
type Options = {
  readonly locateFile?: () => string;
  readonly print: (text: string) => void;
  readonly printErr: (text: string) => void;
};
type Factory = (options: Options) => Promise<WasmModule>;

type Source = {
  readonly name: string;
  readonly decoder: string;
  readonly script: () => Promise<unknown>;
  /** The `new URL(…, import.meta.url)` form is what Vite turns into the address of the file, in dev and build. */
  readonly wasm: () => string;
};

const sources: Readonly<Record<WasmCodec, Source>> = {
  jpeg: {
    name: "JPEG",
    decoder: "JPEGDecoder",
    script: () => import("@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs"),
    wasm: () => new URL("@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm", import.meta.url).href,
  },
  "jpeg-ls": {
    name: "JPEG-LS",
    decoder: "JpegLSDecoder",
    script: () => import("@cornerstonejs/codec-charls/decodewasmjs"),
    wasm: () => new URL("@cornerstonejs/codec-charls/decodewasm", import.meta.url).href,
  },
  "jpeg-2000": {
    name: "JPEG 2000",
    decoder: "J2KDecoder",
    script: () => import("@cornerstonejs/codec-openjpeg/decodewasmjs"),
    wasm: () => new URL("@cornerstonejs/codec-openjpeg/decodewasm", import.meta.url).href,
  },
  htj2k: {
    name: "HTJ2K",
    decoder: "HTJ2KDecoder",
    script: () => import("@cornerstonejs/codec-openjph/wasmjs"),
    wasm: () => new URL("@cornerstonejs/codec-openjph/wasm", import.meta.url).href,
  },
};

/** Loaded once per thread, when first needed; dropped after a crash, whose memory cannot be trusted. */
const loaded = new Map<WasmCodec, Promise<WasmModule>>();

/** Errors that OpenJPEG prints and does not throw. */
const complaints: string[] = [];

function load(codec: WasmCodec): Promise<WasmModule> {
  const known = loaded.get(codec);
  if (known) return known;
  const loading = start(sources[codec]);
  loaded.set(codec, loading);
  loading.catch(() => loaded.delete(codec));
  return loading;
}

async function start(source: Source): Promise<WasmModule> {
  const script = (await source.script()) as { default?: unknown };
  const inner = (script.default as { default?: unknown } | undefined)?.default;
  const factory = [script, script.default, inner].find((f) => typeof f === "function") as Factory;
  // In Node the script finds its own file; in a browser it has to be told.
  const inNode = "process" in globalThis && !("WorkerGlobalScope" in globalThis) && !("window" in globalThis);
  const note = (text: string) => {
    if (/\[ERROR\]/.test(text)) complaints.push(text);
  };
  const quiet = { print: note, printErr: note };
  return factory(inNode ? quiet : { ...quiet, locateFile: source.wasm });
}

/** Decodes one codestream; the caller has checked its declared size. Rejects with "Parse". */
export async function decodeWasm(codec: WasmCodec, codestream: Uint8Array): Promise<CodecImage> {
  const { name, decoder: className } = sources[codec];
  const module = await load(codec);
  complaints.length = 0;
  let decoder: Decoder | null = null;
  try {
    decoder = new module[className]();
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    if (complaints.length > 0) throw new Error(complaints.join(" "));
    const info = decoder.getFrameInfo();
    const decoded = decoder.getDecodedBuffer();
    return {
      width: info.width,
      height: info.height,
      components: info.componentCount,
      bits: info.bitsPerSample,
      signed: info.isSigned ?? null,
      // The view lies in the codec's memory, which the next frame overwrites.
      bytes: decoded.slice(),
      planar: codec === "jpeg-ls" && info.componentCount > 1 && decoder.getInterleaveMode?.() === 0,
    };
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) loaded.delete(codec);
    throw new RadiomicaError("Parse", `The ${name} data are damaged: the decoder gave up.`, { codec }, error);
  } finally {
    decoder?.delete();
  }
}
