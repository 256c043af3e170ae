import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { RadiomicaError } from "#engine/errors.ts";
import { object, string, whole } from "#session/journal/check.ts";
import { crc32 } from "#session/journal/crc32.ts";
import { encodeFrame } from "#session/journal/frame.ts";
import { replay } from "#session/journal/replay.ts";
import { snapshotToContent } from "#session/journal/snapshot.ts";
import type { Allocate } from "#session/label-map.ts";
import { type SessionDocument, SessionStore } from "#session/store.ts";
import { APP_VERSION } from "../version.ts";
import { checkProject, type Project } from "./project.ts";

/*
 * A project file is a ZIP of two: manifest.json says what it is and by what its images are known again; session.bin
 * is one record of the journal, with label maps, segments, settings and history. Images are not in it.
 */
const FORMAT = "radiomica.project";
const VERSION = 1;
/** Most bytes that a part may unpack to. */
const LARGEST = 2 ** 29;

export function writeProjectFile(project: Project, session: SessionDocument): Uint8Array {
  const record = encodeFrame(1, snapshotToContent(session));
  // Where files lie on this computer is nobody else's business; demo cases are everywhere.
  const sources = project.sources.filter((s) => s.kind === "demo");
  const manifest = {
    format: FORMAT,
    version: VERSION,
    program: `Radiomica ${APP_VERSION}`,
    project: { ...project, sources },
    session: { bytes: record.length, crc32: crc32(record) },
  };
  return zipSync({ "manifest.json": strToU8(JSON.stringify(manifest, null, 2)), "session.bin": record });
}

/** What a project file holds. Throws "Parse" where it is damaged or none, "Unsupported" where a later version wrote it. */
export function readProjectFile(bytes: Uint8Array, allocate: Allocate): { project: Project; session: SessionDocument } {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => ["manifest.json", "session.bin"].includes(name) && originalSize < LARGEST,
    });
  } catch (error) {
    throw damaged("it is no ZIP file, or cut short", error);
  }
  const record = files["session.bin"];
  if (!files["manifest.json"] || !record) throw damaged("a part is missing");
  let project: Project;
  try {
    const manifest = object(JSON.parse(strFromU8(files["manifest.json"])), "manifest");
    if (string(manifest.format, "format") !== FORMAT) throw new TypeError("another format");
    const version = whole(manifest.version, "version", 1);
    if (version > VERSION) throw later(version);
    const session = object(manifest.session, "session");
    if (session.bytes !== record.length || session.crc32 !== crc32(record))
      throw new TypeError("the checksum is wrong");
    project = checkProject(manifest.project);
  } catch (error) {
    if (error instanceof RadiomicaError) throw error;
    throw damaged(error instanceof Error ? error.message : "", error);
  }
  const store = new SessionStore(allocate);
  const { records, fault } = replay([record], null, store, allocate);
  if (fault === "newer") throw later(VERSION + 1);
  if (fault || records !== 1) throw damaged("its session cannot be read");
  return { project, session: store.document };
}

const damaged = (why: string, cause?: unknown) =>
  new RadiomicaError("Parse", `The project file cannot be read (${why}).`, {}, cause);
const later = (version: number) =>
  new RadiomicaError("Unsupported", `The project file is of version ${version}, this program reads ${VERSION}.`, {
    found: version,
    expected: VERSION,
  });
